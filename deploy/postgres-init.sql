-- The catalog's database is made by the image; Dagster keeps its own storage beside it.
create database dagster owner listmatch;
