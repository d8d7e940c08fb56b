import { useEffect, useState } from "react";
import { createSession } from "#features/sessions/create-session.ts";
import { texts } from "#features/sessions/texts.ts";
import { isProblem } from "#shared/api/problem.ts";
import { PageState } from "#shared/ui/page-state.tsx";

// One exchange per link, also when effects run twice in development.
const exchanges = new Map<string, Promise<string>>();

function signInOnce(link: string): Promise<string> {
  let exchange = exchanges.get(link);
  if (exchange === undefined) {
    exchange = createSession({ link, phoneLast4: null, termsId: null }).then((session) => session.role);
    exchanges.set(link, exchange);
  }
  return exchange;
}

/** Staff and displays sign in by link (onebox only): no phone, no terms. */
export function StaffSignIn({ link, onSignedIn }: { link: string; onSignedIn: (role: string) => void }) {
  const [failure, setFailure] = useState<string | null>(null);

  useEffect(() => {
    signInOnce(link).then(onSignedIn, (error: unknown) => {
      exchanges.delete(link);
      setFailure(isProblem(error) ? (error.code === "link_unknown" ? texts.linkUnknownTitle : texts.unexpected(error.code)) : texts.noConnection);
    });
  }, [link, onSignedIn]);

  return <PageState title={failure ?? texts.opening} />;
}
