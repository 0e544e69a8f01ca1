import { Button } from "../../components/button.tsx";
import { useStartBatch } from "../../queries/batches.ts";
import { useMeasurement } from "../../queries/measurements.ts";
import { useMay } from "../../queries/session.ts";

/** A comparison of three samples a side seldom proves anything; five do. */
const SAMPLES = 5;

/** Measures the page of side B again, with more samples. */
export function MeasureBetter({ measurementId }: { readonly measurementId: string }) {
  const mayEdit = useMay("editor");
  return mayEdit ? <MeasureButton measurementId={measurementId} /> : null;
}

function MeasureButton({ measurementId }: { readonly measurementId: string }) {
  const measurement = useMeasurement(measurementId).data;
  const start = useStartBatch();
  if (measurement === undefined) return null;
  const { pageId } = measurement;
  return (
    <Button
      icon="play"
      busy={start.isPending}
      onClick={() => start.mutate({ scope: "page", pageId, samples: SAMPLES })}
    >
      Measure B again, {SAMPLES} samples
    </Button>
  );
}
