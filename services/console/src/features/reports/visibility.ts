/** Who sees which figures, as reporting decides it: agents their own and those of their queues, others all. Pure. */

/** Whether somebody is answered about a share of the company's tickets only. Reports by e-mail are about all. */
export function seesAShare({ role }: { role: string }): boolean {
  return role === "agent";
}

interface Viewer {
  id: string;
  role: string;
}

/** Returns those whose figures somebody may ask for: an agent their own. */
export function agentsFor<Agent extends { id: string; role: string; status: string }>(
  viewer: Viewer,
  users: readonly Agent[],
): Agent[] {
  return users.filter(
    ({ id, role, status }) =>
      role !== "viewer" && status === "active" && (!seesAShare(viewer) || id === viewer.id),
  );
}

/** Returns the queues whose figures somebody may ask for: an agent those that they belong to. */
export function queuesFor<Queue extends { memberIds: readonly string[] }>(
  viewer: Viewer,
  queues: readonly Queue[],
): readonly Queue[] {
  return seesAShare(viewer) ? queues.filter(({ memberIds }) => memberIds.includes(viewer.id)) : queues;
}
