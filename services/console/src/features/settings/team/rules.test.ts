import { describe, expect, it } from "vitest";
import { isLastOwner, mayChange, rolesToGive } from "./rules";

const member = (id: string, role: "owner" | "admin" | "agent", status: "active" | "disabled" = "active") => ({
  id,
  role,
  status,
});

describe("the team", () => {
  it("lets only owners make owners", () => {
    expect(rolesToGive("owner")).toContain("owner");
    expect(rolesToGive("admin")).not.toContain("owner");
  });

  it("lets only owners change owners", () => {
    expect(mayChange(member("a", "admin"), member("o", "owner"))).toBe(false);
    expect(mayChange(member("a", "admin"), member("b", "admin"))).toBe(true);
    expect(mayChange(member("p", "owner"), member("o", "owner"))).toBe(true);
  });

  it("knows the last owner, disabled ones not counted", () => {
    const team = [member("o", "owner"), member("p", "owner", "disabled"), member("a", "admin")];
    expect(isLastOwner(team, member("o", "owner"))).toBe(true);
    expect(isLastOwner([...team, member("q", "owner")], member("o", "owner"))).toBe(false);
    expect(isLastOwner(team, member("a", "admin"))).toBe(false);
  });
});
