# Embeds every file of sql/ in the binary as generated C (store/sql_embedded.h): queries by name,
# setup scripts, numbered migrations, and the repeatable functions and views in order of file name.
set(sql_embedded ${CMAKE_BINARY_DIR}/sql_embedded.c)
file(GLOB sql_files CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/sql/setup/*.sql ${CMAKE_SOURCE_DIR}/sql/queries/*.sql
  ${CMAKE_SOURCE_DIR}/sql/migrations/*.sql ${CMAKE_SOURCE_DIR}/sql/functions/*.sql
  ${CMAKE_SOURCE_DIR}/sql/views/*.sql)
# A list of names beside the files, so that a file taken away is a change too.
set(sql_list ${CMAKE_BINARY_DIR}/sql_embedded.list)
string(REPLACE ";" "\n" sql_list_text "${sql_files}")
file(CONFIGURE OUTPUT ${sql_list} CONTENT "@sql_list_text@\n" @ONLY)
add_custom_command(OUTPUT ${sql_embedded}
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR}/sql -DOUTPUT=${sql_embedded}
          -P ${CMAKE_SOURCE_DIR}/sql/generate.cmake
  DEPENDS ${sql_files} ${sql_list} ${CMAKE_SOURCE_DIR}/sql/generate.cmake
  COMMENT "Embedding sql/")
target_sources(store PRIVATE ${sql_embedded})
