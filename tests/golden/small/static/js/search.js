import "./search/engine.js";
