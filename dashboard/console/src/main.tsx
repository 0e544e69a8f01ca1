import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/content.css";
import "./styles/states.css";
import "./styles/charts.css";
import "./styles/views.css";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
