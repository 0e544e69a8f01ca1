import { QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Announcer } from "./components/announcer.tsx";
import { Clock } from "./components/moment.tsx";
import { createQueryClient } from "./shell/query-client.ts";
import { Gate } from "./shell/gate.tsx";

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Clock>
        <Announcer>
          <Gate />
        </Announcer>
      </Clock>
    </QueryClientProvider>
  );
}
