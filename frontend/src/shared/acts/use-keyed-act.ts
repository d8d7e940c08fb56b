import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useAnnounce } from "#shared/announcer/announcer.tsx";
import { isProblem } from "#shared/api/problem.ts";

type KeyedAct<Input, Answer> = {
  send: (input: Input, key: string) => Promise<Answer>;
  /** The result in words. */
  tell: (answer: Answer) => string;
  refuse: (error: Error) => string;
  onAnswer: (answer: Answer) => void;
};

/**
 * One act of staff. The same form sent again, after a lost answer, is the same act: its key stays until the server has
 * answered it. The result is announced.
 */
export function useKeyedAct<Input, Answer>({ send, tell, refuse, onAnswer }: KeyedAct<Input, Answer>) {
  const announce = useAnnounce();
  const keys = useRef(new Map<string, string>());
  return useMutation<Answer, Error, Input>({
    networkMode: "always",
    mutationFn: async (input) => {
      const name = JSON.stringify(input);
      const key = keys.current.get(name) ?? crypto.randomUUID();
      keys.current.set(name, key);
      try {
        const answer = await send(input, key);
        keys.current.delete(name);
        return answer;
      } catch (error) {
        if (isProblem(error) && error.status < 500) keys.current.delete(name);
        throw error;
      }
    },
    onSuccess: (answer) => {
      onAnswer(answer);
      announce.polite(tell(answer));
    },
    onError: (error) => announce.assertive(refuse(error)),
  });
}
