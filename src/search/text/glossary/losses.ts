/**
 * What is collected, carried off, broken or held to ransom, in plain words; see `all.ts`.
 *
 * Only what ATT&CK's own texts do not lead to already: "encrypt files" and its like are among the slang.
 */

export const LOSSES: readonly (readonly [string, string])[] = [
  ['configsecuritypolicy, datasvcutil, gofile, anonfiles, sendspace', 'exfiltration over web service external'],
  [
    'psr exe, steps recorder, nircmd savescreenshot, snippingtool, desktop duplication, screen recording',
    'screen capture screenshots desktop',
  ],
  [
    'credentialphisher, promptforcredential, credui, promptforwindowscredentials, fakelogonscreen, sharplocker, login dialog',
    'gui input capture fake prompt',
  ],
  ['dns exfiltration, ping exfil, ssh exfil, curl t, dnsteal', 'exfiltration over alternative protocol curl'],
  [
    'ftp exfil, ftp upload, http exfil, python http server, simplehttpserver, http server python, smtp exfiltration',
    'exfiltration over unencrypted non-c2 protocol ftp http',
  ],
  ['scp upload, sftp upload', 'exfiltration over asymmetric encrypted non-c2 protocol https'],
  ['git push, push github, gitlab push', 'exfiltration to code repository'],
  ['pastebin upload, paste site', 'exfiltration to text storage sites'],
  ['exmatter', 'automated exfiltration automatically'],
  ['packet mirroring, monitor session', 'traffic duplication mirroring'],
  [
    'fraud, fake invoice, payroll diversion, gift card scam, blackmail, leaksite, money mule, jackpotting, bank heist, cash out',
    'financial theft',
  ],
  [
    'crypto heist, changed bank details, direct deposit change, drainer, embezzlement, sextortion, name shame',
    'financial theft',
  ],
  ['hacked website, replaced homepage, hacktivist message, defaced homepage', 'external defacement website'],
  ['volumetric, traffic flood, knocked offline', 'network denial of service bandwidth dos'],
  ['loic, hoic', 'direct network flood'],
  ['drdos, open resolver', 'reflection amplification network denial of service'],
  ['server overload, website down, service outage, resource exhaustion', 'endpoint denial of service ddos'],
  ['http flood, slowloris, rapid reset, layer 7, slow http', 'service exhaustion flood ssl renegotiation'],
  ['regex dos, redos, expensive query', 'application exhaustion flood'],
  ['forkbomb, dos vulnerability', 'application or system exploitation endpoint crash'],
  ['tamper data, data tampering, falsify', 'manipulation data influence outcome'],
  ['database tampering, modify records, falsified records, record tampering', 'stored data manipulation'],
  ['intercepted payment', 'transmitted data manipulation'],
  [
    'delete accounts, account deleted, disable accounts, locked out, deactivate users, deleteaccesskey, user suspended',
    'account access removal locked deleted',
  ],
  ['okta deactivate, 4725, 4726', 'account access removal locked deleted'],
  [
    'loot, grab files, smash grab, file theft, crypto wallet, apple notes, sms db, memory scrape, ram scraping, ram scraper',
    'data from local system search sensitive files',
  ],
  ['magecart, formjacking, skimmer', 'web portal capture'],
  ['hook ssl, form grabber, formgrabber, rdpthief', 'credential api hooking'],
  ['clipper, wl paste, pasteboard', 'clipboard data copied'],
  ['mci send string, mcisendstring, sox rec', 'audio capture microphone'],
  ['bulk copy, file grabber, filegrabber', 'automated collection automatically'],
  ['7za, bzip2, compact exe, pkzip, zip folder', 'archive collected data via utility winrar'],
  ['ziparchive, zipfile', 'archive collected data via library zlib'],
  [
    'nuke, delete database, drop table, drop database, vm deletion, delete vm, delete s3 bucket, delete bucket, deletebucket',
    'data destruction destroy overwrite',
  ],
  [
    'delete rds, mass deletion, wiper malware, bulk deletion, delete storage account, delete kms key, kms key deletion',
    'data destruction destroy overwrite',
  ],
  ['delete resource group', 'data destruction destroy overwrite'],
  ['lifecycle rule', 'lifecycle-triggered deletion'],
  ['dd dev zero, blkdiscard', 'disk content wipe'],
  [
    'wipe mbr, mbr overwrite, delete partition, mbr wiper, diskpart clean, clean disk, corrupt mbr, overwrite mbr, destroy mbr',
    'disk structure wipe mbr partition',
  ],
  ['format c, mkfs', 'disk structure wipe mbr partition'],
  ['killall, service disabled, service deleted', 'service stop disable services'],
  ['bucket versioning, versioning disabled, tmutil, systemstatebackup', 'inhibit system recovery'],
  [
    'ransom readme, manage bde, mass file rename, file extension changed, vm encryption, filevault',
    'data encrypted for impact ransomware',
  ],
  [
    'stratum, nicehash, ethminer, randomx, minerd, high cpu, cpu spike, xmr, gpu instances, donate level, coinhive',
    'compute hijacking resource cryptocurrency mining',
  ],
  ['proxyware, traffmonetizer, honeygain', 'bandwidth hijacking'],
  ['sms fraud', 'sms pumping messages'],
  ['invokemodel, sendgrid abuse', 'cloud service hijacking'],
];
