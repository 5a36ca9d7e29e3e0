import "./search/engine.c8e244fe36.js";
