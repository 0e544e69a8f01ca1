import { Component, type ReactNode } from "react";
import { Empty } from "../components/empty.tsx";
import { Button } from "../components/button.tsx";

interface ViewBoundaryProps {
  /** Another address is another chance. */
  readonly at: string;
  readonly children: ReactNode;
}

interface ViewBoundaryState {
  readonly brokenAt: string | null;
}

/** Keeps a view that breaks (or whose script could not be loaded, after an update say) from taking the console along. */
export class ViewBoundary extends Component<ViewBoundaryProps, ViewBoundaryState> {
  override state: ViewBoundaryState = { brokenAt: null };

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.at });
  }

  static getDerivedStateFromError(): Partial<ViewBoundaryState> {
    return { brokenAt: "" };
  }

  override render(): ReactNode {
    const { brokenAt } = this.state;
    if (brokenAt === null || (brokenAt !== "" && brokenAt !== this.props.at)) return this.props.children;
    return (
      <Empty title="This view could not be shown">
        <p>The console may have been updated in the meantime. Loading the page again usually helps.</p>
        <Button look="primary" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </Empty>
    );
  }
}
