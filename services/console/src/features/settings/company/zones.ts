/** Time zones to choose from, those of Brazil first. */

import type { NativeOption } from "@/shared/ui/NativeSelect";

const BRAZIL = [
  "America/Sao_Paulo",
  "America/Manaus",
  "America/Cuiaba",
  "America/Campo_Grande",
  "America/Fortaleza",
  "America/Recife",
  "America/Bahia",
  "America/Belem",
  "America/Porto_Velho",
  "America/Rio_Branco",
  "America/Boa_Vista",
  "America/Noronha",
];

/** Returns all zones, with their distance from UTC now, those of Brazil in a group of their own. */
export function zoneOptions(
  locale: string,
  groups: { brazil: string; others: string },
  now: Date = new Date(),
): NativeOption[] {
  const option = (group: string) => (zone: string) => ({
    value: zone,
    label: `${zone.replaceAll("_", " ")} (${offsetOf(zone, locale, now)})`,
    group,
  });
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => !BRAZIL.includes(zone));
  return [...BRAZIL.map(option(groups.brazil)), ...others.map(option(groups.others))];
}

function offsetOf(zone: string, locale: string, now: Date): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortOffset" });
  return format.formatToParts(now).find((part) => part.type === "timeZoneName")?.value ?? "";
}
