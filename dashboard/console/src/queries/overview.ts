import { useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { keys } from "./keys.ts";

export function useOverview() {
  return useQuery({ queryKey: keys.overview, queryFn: api.overview });
}
