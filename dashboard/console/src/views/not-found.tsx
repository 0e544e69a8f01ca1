import { LinkButton } from "../components/button.tsx";
import { PageHead } from "../components/page-head.tsx";
import { Empty } from "../components/empty.tsx";

export default function NotFound() {
  return (
    <>
      <PageHead title="Page not found" />
      <Empty title="No view has this address">
        <p>It may be mistyped, or the link is old.</p>
        <LinkButton href="/" look="primary">
          To the overview
        </LinkButton>
      </Empty>
    </>
  );
}
