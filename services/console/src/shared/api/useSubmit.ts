/**
 * What a form does when it is sent: it is busy, and then either done or shows what is wrong, at the field that it is
 * about or above the form. The focus goes to the first field that has to be corrected.
 */

import { type FormEvent, useCallback, useRef, useState } from "react";
import { ProblemError } from "./problems";
import { useFieldWords, useProblemWords } from "./words";

/** What is wrong before anything is sent: sentences by the names of fields. */
export type Complaints = Readonly<Record<string, string | undefined>>;

interface Sending {
  /** For the form's `onSubmit`, or to be called without an event. */
  submit: (event?: FormEvent<HTMLFormElement>) => Promise<void>;
  busy: boolean;
  /** What is wrong with a field, in the user's language. */
  errorOf: (field: string) => string | undefined;
  /** What is wrong that no field of the form is to blame for. */
  problem: string | undefined;
  /** The same as an error, for what is done about its code. */
  error: unknown;
  clear: () => void;
}

/**
 * Sends a form by `action`. `fields` are the names that the form shows, as the API has them; `check` returns what is
 * wrong before anything is sent; `onError` may take an error over by returning true.
 */
export function useSubmit(
  action: () => Promise<void>,
  options: {
    fields?: readonly string[];
    check?: () => Complaints;
    onError?: (error: unknown) => boolean;
  } = {},
): Sending {
  const { fields = [], check, onError } = options;
  const wordsOfProblem = useProblemWords();
  const wordsOfField = useFieldWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [complaints, setComplaints] = useState<Complaints>({});
  const isRunning = useRef(false);

  const submit = async (event?: FormEvent<HTMLFormElement>) => {
    event?.preventDefault();
    const form = event?.currentTarget ?? document.activeElement?.closest("form") ?? undefined;
    if (isRunning.current) return;
    const found = check?.() ?? {};
    setComplaints(found);
    setError(undefined);
    if (Object.values(found).some(Boolean)) {
      focusInvalid(form);
      return;
    }
    isRunning.current = true;
    setBusy(true);
    try {
      await action();
    } catch (thrown) {
      if (!onError?.(thrown)) setError(thrown);
      focusInvalid(form);
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };

  const clear = useCallback(() => {
    setError(undefined);
    setComplaints({});
  }, []);

  const wrong = error instanceof ProblemError ? Object.values(error.fields) : [];
  const isShown = (field: string) => fields.some((name) => field === name || field.startsWith(`${name}.`));
  const errorOf = (field: string) => {
    const told = wrong.find((each) => each.field === field || each.field.startsWith(`${field}.`));
    return complaints[field] ?? (told && wordsOfField(told));
  };
  const others = wrong.filter((each) => !isShown(each.field)).map(wordsOfField);
  const isOfFields = wrong.length > 0 && others.length === 0;
  const problem = error === undefined || isOfFields ? undefined : others.join(" ") || wordsOfProblem(error);
  return { submit, busy, errorOf, problem, error, clear };
}

function focusInvalid(form: HTMLFormElement | undefined): void {
  // After the errors are drawn.
  setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
