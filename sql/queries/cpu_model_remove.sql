SELECT cpu_model_remove($1)
