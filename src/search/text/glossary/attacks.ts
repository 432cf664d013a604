/**
 * What attacks and what precedes them are called in plain words, by victims, newspapers and detection rules; see `all.ts`.
 *
 * Short spellings that are ordinary words have company, for a question may have them by chance.
 */

export const ATTACKS: readonly (readonly [string, string])[] = [
  ['phishing kit, phishing mail, phishing email, suspicious email, email lure, bazacall', 'phishing fool'],
  [
    'iso attachment, onenote, weaponized document, html attachment, xlsm, rtf, malicious pdf, malicious doc, outlook temp attachment',
    'spearphishing attachment malicious email attached',
  ],
  [
    'phishing page, phishing site, phishing url, open redirect, phishing website, credential phish',
    'spearphishing link email malicious url',
  ],
  ['teams phishing, job offer', 'spearphishing via service'],
  ['credential harvesting', 'spearphishing link phishing for information tracking'],
  ['whaling, deepfake, fake vendor, brand impersonation', 'impersonation impersonate trusted person'],
  ['fake update, malicious ads, clearfake, browser exploit', 'drive-by compromise website visiting browser'],
  [
    'winword child, office spawning, word spawning, excel child, fake installer, pirated software, fake software, outlook child',
    'malicious file user execution opened',
  ],
  [
    'macro execution, onenote child, powerpnt, outlook spawning, msaccess, malicious installer, fake app, office child',
    'malicious file user execution opened',
  ],
  ['malicious pip, typosquatted package, malicious npm, malicious dependency', 'malicious library user execution npm'],
  [
    'poisoned dependency, shai hulud, package hijack, compromised dependency, package takeover, rubygems',
    'compromise software dependencies and development tools npm packages',
  ],
  [
    'poisoned update, trojanized software, compromised installer, backdoored software, hijacked update',
    'software supply chain tactics update',
  ],
  ['hardware implant, malicious chip, counterfeit hardware', 'compromise hardware supply chain'],
  [
    'rubber ducky, badusb, bad usb, bash bunny, lan turtle, omg cable, pcileech, usb armory, hid device, rogue hardware',
    'hardware additions physically introduce computer accessories',
  ],
  [
    'usb ethernet adapter, flipper zero, o mg cable, hid attack, planted device, network implant, malicious cable, packet squirrel',
    'hardware additions physically introduce computer accessories',
  ],
  ['rogue usb, juice jacking, raspberrypi, p4wnp1', 'hardware additions physically introduce computer accessories'],
  ['autorun inf, usb drive, pen drive, memory stick, autoplay, removable drive', 'replication through removable media'],
  [
    'ssrf, xxe, ssti, lfi, rfi, command injection, file upload vulnerability, insecure deserialization, moveit, directory traversal',
    'exploit public-facing application vulnerability',
  ],
  [
    'jndi, shellshock, f5 big ip, unpatched server, exploit attempt, n day, web attack, idor, burp suite, jboss, injection attack',
    'exploit public-facing application vulnerability',
  ],
  ['web application attack', 'exploit public-facing application vulnerability'],
  [
    'exposed rdp, rdp exposed, ssl vpn, public rdp, owa login, internet facing rdp, rd gateway, exposed vnc, globalprotect',
    'external remote services vpn gateway',
  ],
  ['anyconnect, forticlient, rdweb, external rdp, kubernetes dashboard', 'external remote services vpn gateway'],
  [
    'hacked account, ato, stolen account, leaked credentials, compromised user, insider threat, former employee, anomalous logon',
    'valid accounts compromised credentials vpns',
  ],
  [
    'disgruntled employee, explicit credentials logon, shared account, unusual login, suspicious login, abnormal login',
    'valid accounts compromised credentials vpns',
  ],
  ['orphaned account, account hijack, unusual logon', 'valid accounts compromised credentials vpns'],
  [
    'baron samedit, polkit, pkexec, overlayfs, dirtycow, sudo exploit, local root, capcom, gdrv, dbutil, cve 2021 3156',
    'exploitation for privilege escalation vulnerability kernel',
  ],
  [
    'looney tunables, cve 2021 4034, loldrivers, process explorer driver, win32k, gain root, spooler exploit, zemana driver',
    'exploitation for privilege escalation vulnerability kernel',
  ],
  [
    'exploit suid, local priv esc, become root, truesight, malicious driver, clfs',
    'exploitation for privilege escalation vulnerability kernel',
  ],
  [
    'equation editor, eqnedt32, pdf exploit, zero click, client side exploit, outlook exploit, type confusion, buffer overflow',
    'exploitation for client execution browser office adobe',
  ],
  ['smbghost, rdp exploit, doublepulsar', 'exploitation of remote services vulnerability smb'],
  ['defender exploit, edr vulnerability', 'exploitation for defense evasion'],
  [
    'trojanized sshd, backdoored sshd, ssh backdoor, replaced binary, infected binary, trojanized putty, file infector',
    'compromise host software binary',
  ],
  ['direct send', 'email spoofing'],
  ['duckyscript, sendkeys', 'input injection keystrokes hids'],
  ['skip extensions', 'selective exclusion'],
  ['caffeinate, setthreadexecutionstate, keep awake', 'power settings hibernate sleep standby'],
  ['traffic distribution, antibot, anti bot', 'hide infrastructure'],
  ['combosquatting, cybersquatting', 'domains acquire infrastructure'],
  ['digitalocean, linode, vultr, bullet proof hosting, hetzner', 'virtual private server acquire infrastructure'],
  ['ddos hire', 'botnet acquire infrastructure booter'],
  ['google ads, bing ads, sponsored search result, facebook ads', 'malvertising'],
  [
    'dangling dns, domain shadowing, dangling record, dangling cname',
    'domains compromise infrastructure hijack subdomains',
  ],
  ['hacked router', 'network devices compromise infrastructure soho routers'],
  ['burner email', 'email accounts establish'],
  ['write malware, malware author', 'malware develop capabilities'],
  ['write exploit, patch diffing', 'exploits develop capabilities fuzzing'],
  ['raas', 'malware obtain capabilities maas'],
  ['hacking tools, offensive tools', 'tool obtain capabilities commercial psexec'],
  ['letsencrypt, ssl cert', 'digital certificates obtain capabilities'],
  ['exploit db, exploitdb, poc exploit, public poc', 'exploits obtain capabilities kits'],
  ['chatgpt, openai, wormgpt, large language model, deepfake tool, gemini, claude', 'artificial intelligence obtain'],
  ['breach data, stealer logs, leaked database, leaked creds', 'credentials gather victim identity leaked'],
  ['harvest email, theharvester, email enumeration', 'email addresses gather victim'],
  [
    'dns recon, dnsrecon, zone transfer, amass, subfinder, dns enumeration',
    'dns gather victim network axfr subdomains',
  ],
  ['waf detection, wafw00f', 'network security appliances gather victim'],
  ['business hours', 'identify business tempo'],
  ['org chart, key personnel, organization chart', 'identify roles gather victim'],
  ['dorks, google hacking', 'search engines'],
  ['github recon', 'code repositories search open websites leaked'],
  ['corporate website, web crawling', 'search victim-owned websites'],
  ['external scan', 'active scanning reconnaissance'],
  ['nikto, openvas, qualys, wpscan, burp scan', 'vulnerability scanning'],
  ['ffuf, feroxbuster, wfuzz, directory brute, content discovery, forced browsing', 'wordlist scanning'],
  ['dnsdumpster, securitytrails, dns history', 'dns passive dns search'],
  ['ct logs', 'digital certificates search open technical lookup'],
  ['dark web, darkweb, darknet', 'search closed sources'],
  ['buy data dark web, genesis market', 'purchase technical data'],
  ['malware hosting, open directory, payload hosting', 'upload malware stage capabilities'],
  ['cloned site, bitly, tinyurl, fake site', 'link target stage'],
  ['esxi persistence', 'vsphere installation bundles'],
  [
    'crx3, crx, extension install force list, extensioninstallforcelist, browser plugin, browser addon, chromeloader',
    'browser extensions',
  ],
  ['av bypass, bypass av', 'disable or modify tools security software'],
  ['loot passwords', 'credentials from password stores secrets'],
  ['grab hashes, loot hashes', 'credential dumping os hashes clear text'],
  ['loaded uncommon process', 'dll side-loading hijack execution flow dll search order'],
  ['vsix, open vsx', 'ide extensions'],
  [
    'w3wp child, w3wp cmd, w3wp exe, httpd child, tomcat child, jsp file, ashx, godzilla shell, apache child, nginx child, wso shell',
    'web shell server software component',
  ],
  ['wwwroot, inetpub, uploaded shell, sqlservr shell, war file, php backdoor', 'web shell server software component'],
];
