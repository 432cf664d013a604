/** The three technology domains that MITRE publishes ATT&CK for, each as a bundle of its own. */

/** In the order in which an answer prefers them. */
export const DOMAINS = ['enterprise', 'mobile', 'ics'] as const;

export type Domain = (typeof DOMAINS)[number];

const LABELS: Readonly<Record<Domain, string>> = { enterprise: 'Enterprise', mobile: 'Mobile', ics: 'ICS' };

/** What people call the domain: `Enterprise`, `Mobile`, `ICS`. */
export function labelDomain(domain: Domain): string {
  return LABELS[domain];
}
