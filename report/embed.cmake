# Embeds the files that every HTML page carries. Included by CMakeLists.txt; runs itself at build with
# cmake -DSOURCE=DIR -DOUTPUT=FILE -P embed.cmake.
set(report_assets page_css=page/page.css page_js=page/page.js uplot_css=uplot/uPlot.min.css
  uplot_js=uplot/uPlot.iife.min.js uplot_licence=uplot/LICENSE)

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "/* Generated from report/ by report/embed.cmake. */\n#include \"report/assets.h\"\n")
  foreach(asset ${report_assets})
    string(REGEX MATCH "^([a-z_]+)=(.+)$" matched ${asset})
    set(name ${CMAKE_MATCH_1})
    file(READ ${SOURCE}/${CMAKE_MATCH_2} hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    string(APPEND text "\nconst char asset_${name}[] = {${hex}0};\n")
  endforeach()
  file(WRITE ${OUTPUT} "${text}")
else()
  set(report_embedded ${CMAKE_BINARY_DIR}/report_assets.c)
  list(TRANSFORM report_assets REPLACE "^[a-z_]+=" "${CMAKE_SOURCE_DIR}/report/"
    OUTPUT_VARIABLE report_asset_files)
  add_custom_command(OUTPUT ${report_embedded}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR}/report -DOUTPUT=${report_embedded}
            -P ${CMAKE_SOURCE_DIR}/report/embed.cmake
    DEPENDS ${report_asset_files} ${CMAKE_SOURCE_DIR}/report/embed.cmake
    COMMENT "Embedding report/page and report/uplot")
  target_sources(report PRIVATE ${report_embedded})
endif()
