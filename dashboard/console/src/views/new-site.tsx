import { PageHead } from "../components/page-head.tsx";
import { NotAllowed } from "../components/not-allowed.tsx";
import { useMay } from "../queries/session.ts";
import { NewSiteForm } from "./new-site/new-site-form.tsx";

export default function NewSite() {
  const mayEdit = useMay("editor");
  return (
    <>
      <PageHead title="Add a site" />
      {mayEdit ? <NewSiteForm /> : <NotAllowed needs="editor" />}
    </>
  );
}
