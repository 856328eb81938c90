SELECT licence_remove($1)
