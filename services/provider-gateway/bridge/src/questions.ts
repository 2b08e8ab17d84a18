// What is asked of WhatsApp about others and about the account: a number, a group, what the account may still do.

import { type ConnectionState, type GroupMetadata, jidNormalizedUser } from "@whiskeysockets/baileys";
import { short } from "./plain.ts";
import {
  type GetGroup,
  type GetLimits,
  type GetPerson,
  type Group,
  type Json,
  type Limits,
  MAX_NAME,
  type Person,
  type Timelock,
} from "./protocol.ts";
import type { Socket } from "./socket.ts";

/** Groups whose members are remembered, each for so long. */
const [GROUPS, GROUP_MS] = [200, 5 * 60_000];

/** The groups of a session, as they were a short while ago. */
export class Groups {
  readonly #known = new Map<string, { group: GroupMetadata; until: number }>();

  find(jid: string): GroupMetadata | undefined {
    const known = this.#known.get(jid);
    return known && known.until > Date.now() ? known.group : undefined;
  }

  remember(group: GroupMetadata): void {
    if (this.#known.size >= GROUPS) {
      this.#known.clear();
    }
    this.#known.set(group.id, { group, until: Date.now() + GROUP_MS });
  }

  forget(jid: string | undefined): void {
    this.#known.delete(jid ?? "");
  }
}

export async function ask(
  line: GetLimits | GetPerson | GetGroup,
  socket: Socket,
  groups: Groups,
): Promise<Json> {
  switch (line.op) {
    case "limits":
      return (await limits(socket)) as Json;
    case "lookup": {
      const [found] = (await socket.onWhatsApp(line.phone)) ?? [];
      const jid = found?.exists ? jidNormalizedUser(found.jid) : null;
      const lid = jid ? await socket.signalRepository.lidMapping.getLIDForPN(jid) : null;
      return { exists: jid !== null, jid, lid: lid ? jidNormalizedUser(lid) : null } satisfies Person;
    }
    case "group": {
      const group = groups.find(line.jid) ?? (await socket.groupMetadata(line.jid));
      groups.remember(group);
      const subject = short(group.subject, MAX_NAME) ?? "";
      return { subject, size: group.size ?? group.participants.length } satisfies Group;
    }
  }
}

async function limits(socket: Socket): Promise<Limits> {
  const [timelock, cap] = await Promise.all([
    socket.fetchAccountReachoutTimelock(),
    socket.fetchNewChatMessageCap().catch(() => undefined),
  ]);
  return {
    timelock: timelockOf(timelock),
    used: numberOf(cap?.used_quota),
    quota: numberOf(cap?.total_quota),
    cycleEnds: numberOf(cap?.cycle_end_timestamp),
  };
}

export function timelockOf(lock: NonNullable<ConnectionState["reachoutTimeLock"]>): Timelock {
  const until = lock.timeEnforcementEnds ? Math.floor(lock.timeEnforcementEnds.getTime() / 1000) : null;
  return { active: lock.isActive === true, until, kind: short(lock.enforcementType, 128) };
}

function numberOf(value: unknown): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
