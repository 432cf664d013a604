/** What a technique is in one sentence of our own, for those that the bot must explain even when it has never reached a feed. */

/** Keyed by ATT&CK ID. None of the wording is MITRE's. */
export const SUMMARIES: Readonly<Record<string, string>> = {
  T1041:
    'Stolen data leaves over the command-and-control connection that the intruder already has, so there is no second channel to look for.',
  T1053:
    'Cron, systemd timers, Windows tasks and the like run the intruder’s program later or again and again, which survives reboots and can raise its rights.',
  T1055:
    'Code runs inside the memory of a process that was already there, so what it does is booked to a trusted program and its rights.',
  T1071:
    'Commands and results travel inside everyday protocols such as HTTPS, DNS or mail, so the traffic passes filters and looks like work.',
  T1078:
    'The intruder signs in with working credentials of a real account, so the access looks legitimate and few alarms sound.',
  T1083:
    'Folders and files are listed or searched to learn what a machine holds, often just before data is collected, stolen or encrypted.',
  T1102:
    'A well-known service such as a code host, a forum or cloud storage carries commands or stolen data, and hides them among traffic that nobody blocks.',
  T1134:
    'A process takes on the token of another user or process on Windows, and from then on acts with that identity and its rights.',
  T1490:
    'Backups, shadow copies and repair options are deleted or switched off so that systems cannot be rolled back; often the last step before encryption.',
  T1497:
    'Malware looks for signs of a sandbox, a virtual machine or an absent user, and stays quiet or changes its behaviour where it feels watched.',
  T1531:
    'Accounts are deleted, locked or given new passwords so that their owners are shut out, which also slows down those who respond.',
  T1548:
    'Mechanisms that grant higher rights on request, such as UAC, sudo, setuid or temporary cloud roles, are tricked or misused to gain those rights.',
  T1562:
    'Security tools, logging or firewalls are switched off, blinded or reconfigured, so what follows leaves fewer traces and meets less resistance.',
  T1600:
    'The encryption of a network device is made weaker or turned off, so that traffic it should protect can be read or altered.',
  T1673:
    'The intruder lists the virtual machines on a hypervisor or host, commonly to pick those to encrypt, stop or move to next.',
};
