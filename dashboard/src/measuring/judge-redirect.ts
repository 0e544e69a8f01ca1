export type RedirectVerdict = "same" | "login" | "elsewhere";

const loginPath =
  /(^|[/#!])(log[-_]?in|sign[-_]?in|sso|saml2?|oauth2?|openid|auth|authenticate|authorize|users\/sign_in|session\/new|wp-login)([/.?]|$)/i;
const loginHost = /^(login|signin|sso|auth|accounts?|id|idp)\./i;

/**
 * Whether the page that was measured is the page that was asked for. Going from http to https and between a domain and
 * its www is what sites do to tidy up; another path of the same site is its own affair, unless it asks who we are.
 */
export function judgeRedirect(requestedUrl: string, finalUrl: string): RedirectVerdict {
  if (!URL.canParse(requestedUrl) || !URL.canParse(finalUrl)) return "same";
  const from = new URL(requestedUrl);
  const to = new URL(finalUrl);
  const isSameSite = siteOf(from, to) === siteOf(to, to);
  if (leadsToLogin(to, isSameSite) && !leadsToLogin(from, true)) return "login";
  return isSameSite ? "same" : "elsewhere";
}

function leadsToLogin(url: URL, isSameSite: boolean): boolean {
  return (
    loginPath.test(url.pathname) || loginPath.test(url.hash) || (!isSameSite && loginHost.test(url.hostname))
  );
}

/** The origin as far as it matters: without www, and http counted as https where the other one is https. */
function siteOf(url: URL, target: URL): string {
  const isUpgrade =
    url.protocol === "http:" && target.protocol === "https:" && url.port === "" && target.port === "";
  return `${isUpgrade ? "https:" : url.protocol}//${url.host.replace(/^www\./, "")}`;
}
