import "./terms.8e609bb71c.js";
