import { useState } from "react";
import { Redirect, useSearchParams } from "wouter";
import { Button } from "../components/button.tsx";
import { TextField } from "../components/field.tsx";
import { faultsOf, Form } from "../components/form.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useSession, useSignIn } from "../queries/session.ts";
import { safeNext } from "../shell/safe-next.ts";

export default function SignIn() {
  const session = useSession().data;
  const [params] = useSearchParams();
  const next = params.get("next");
  if (session?.user != null) return <Redirect to={safeNext(next)} replace />;
  return (
    <div className="panel outside__card">
      <PageHead title="Sign in" />
      {session?.needsFirstAdministrator === true ? <FirstAdministrator /> : <SignInForm />}
    </div>
  );
}

function SignInForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const faults = faultsOf(signIn.error);
  return (
    <Form
      onSubmit={() => !signIn.isPending && signIn.mutate({ email, password })}
      error={signIn.error}
      fields={["email", "password"]}
    >
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        fault={faults("email")}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        fault={faults("password")}
      />
      <Button look="primary" type="submit" busy={signIn.isPending}>
        Sign in
      </Button>
      <p className="muted">No account? An administrator can send you a one-time link.</p>
    </Form>
  );
}

function FirstAdministrator() {
  return (
    <>
      <p>Nobody has an account yet.</p>
      <p>
        The server printed a one-time link when it started: look for <code>/welcome#</code> in its log and
        open that link here. It creates the first administrator.
      </p>
      <Button look="primary" onClick={() => window.location.reload()}>
        I have done that
      </Button>
    </>
  );
}
