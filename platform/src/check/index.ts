export { checkApp } from "./check-app.ts";
