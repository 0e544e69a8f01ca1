export { conductor, type Conductor, type DeployRequest } from "./conductor.ts";
export { eventHub, type EventHub, type LiveEvent } from "./event-hub.ts";
export { appIsDown } from "./not-live.ts";
export { defaultPolicy, type Parts, type Paths, type Policy } from "./parts.ts";
export { membersOf, type LiveApp, type Member, type MemberState } from "./fleet.ts";
