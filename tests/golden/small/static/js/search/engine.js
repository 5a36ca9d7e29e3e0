import "./terms.js";
