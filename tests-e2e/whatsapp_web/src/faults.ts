// What goes wrong on request: refused logins, refused or unanswered messages, questions, media.

/** What happens to messages that the device sends, instead of being accepted. */
export interface AckFault {
  /** Only of this account, only to this contact. */
  account?: string;
  contact?: string;
  /** How many messages; absent: until the faults are cleared. */
  times?: number;
  /** The error of the ack, such as "463". */
  error?: string;
  /** No ack at all. */
  silent?: boolean;
  /** The socket is closed instead of an ack. */
  drop?: boolean;
  /** Whether the contact gets the message all the same. */
  deliver?: boolean;
  /** Milliseconds before the ack. */
  delay?: number;
}

export interface LoginFault {
  account?: string;
  times?: number;
  /** The reason of the failure: 401, 402, 403, 405, 406, 409, 411, 500, 503 … */
  reason: string;
}

export interface MediaFault {
  on: "upload" | "download";
  times?: number;
  status: number;
}

export interface QueryFault {
  /** The namespace of the questions that are not answered, or answered with an error. */
  xmlns: string;
  times?: number;
  error?: string;
}

export interface TimeLock {
  active: boolean;
  /** Seconds since 1970. */
  until?: number;
  type?: string;
}

type Counted = { times?: number };

export class Faults {
  acks: AckFault[] = [];
  logins: LoginFault[] = [];
  media: MediaFault[] = [];
  queries: QueryFault[] = [];
  /** New connections are cut at once, as by a server that is away. */
  unreachable = false;
  /** New connections get an HTTP answer (503) instead of a WebSocket. */
  overloaded = false;
  timeLock: TimeLock = { active: false };
  newChats: { used: number; total: number } = { used: 0, total: 0 };

  clear(): void {
    Object.assign(this, new Faults());
  }

  ofMessage(account: string, contact: string): AckFault | undefined {
    return take(this.acks, (fault) => fits(fault.account, account) && fits(fault.contact, contact));
  }

  ofLogin(account: string): LoginFault | undefined {
    return take(this.logins, (fault) => fits(fault.account, account));
  }

  ofMedia(on: MediaFault["on"]): MediaFault | undefined {
    return take(this.media, (fault) => fault.on === on);
  }

  ofQuery(xmlns: string): QueryFault | undefined {
    return take(this.queries, (fault) => fault.xmlns === xmlns);
  }
}

function fits(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted === actual;
}

function take<T extends Counted>(faults: T[], matches: (fault: T) => boolean): T | undefined {
  const fault = faults.find((each) => matches(each) && (each.times === undefined || each.times > 0));
  if (fault?.times !== undefined) fault.times -= 1;
  return fault;
}
