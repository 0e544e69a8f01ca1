import { accepted, integer, part, section, text } from "./field.ts";

/** How much a component gets, the same for services, workers and jobs. */
export const computeFields = {
  instance_size_slug: text(
    "Size of each instance; its memory is the limit where the machine can enforce one.",
    {
      default: "apps-s-1vcpu-0.5gb",
    },
  ),
  instance_count: integer("How many instances run.", { default: 1, min: 1, max: 250 }),
};

const cpuMetric = section({
  percent: integer("Average CPU use to aim for.", { default: 80, min: 1, max: 100 }),
});
const requestRateMetric = section({
  per_instance: integer("Requests per second and instance to aim for.", { min: 1 }),
});
const requestDurationMetric = section({
  p95_milliseconds: integer("95th percentile of the response time to aim for.", { min: 1 }),
});

export const autoscaling = section({
  min_instance_count: integer("Fewest instances.", { min: 1, max: 250 }),
  max_instance_count: integer("Most instances.", { min: 1, max: 250 }),
  metrics: part(
    "What the number of instances follows.",
    section({
      cpu: part("CPU use; needs a size with dedicated CPUs.", cpuMetric),
      requests_per_second: part("Requests per second; services only.", requestRateMetric),
      request_duration: part("Response time; services only.", requestDurationMetric),
    }),
  ),
});

export const autoscalingField = {
  autoscaling: part("Lets the number of instances follow the load.", autoscaling, {
    support: accepted("the number of instances does not change by itself; min_instance_count of them run"),
  }),
};

const grace = {
  grace_period_seconds: integer("Seconds between TERM and KILL.", { default: 120, min: 1, max: 600 }),
};

export const termination = section(grace);
export const serviceTermination = section({
  drain_seconds: integer("Seconds between leaving the routes and TERM.", { default: 15, min: 1, max: 110 }),
  ...grace,
});
