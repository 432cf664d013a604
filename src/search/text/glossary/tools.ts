/**
 * What the tools of attackers and of red teams are for, in ATT&CK's words; see `all.ts`.
 *
 * From credential dumpers to remote administration; a tool that ATT&CK knows itself has its procedures and needs nothing here.
 */

export const TOOLS: readonly (readonly [string, string])[] = [
  ['naabu, zenmap, banner grab, portscanner, ladon, hping3, upnp discovery', 'network service discovery port scans'],
  [
    'seatbelt, winpeas, linpeas, linenum, les sh, sharpup, peass',
    'system information discovery systeminfo hostname version',
  ],
  ['ppldump, pplfault, handlekatz, dumpert, bettersafetykatz', 'lsass memory credential dumping'],
  ['dump hashes', 'credential dumping os hashes clear text'],
  [
    'drsuapi, getncchanges, drsgetncchanges, ad replication, non dc replication',
    'dcsync replication domain controller',
  ],
  ['shadow file, master passwd', 'etc passwd etc shadow'],
  [
    'sharpdpapi, masterkey, donpapi, sharpweb, dploot, lsadump backupkeys, protected storage',
    'credentials from password stores secrets',
  ],
  [
    'sharpchrome, sharpchromium, hackbrowserdata, firefox decrypt, key4 db, logins json, infostealer, cookiekatz',
    'credentials from web browsers',
  ],
  ['app bound encryption, chrome elevation service, webbrowser credentials', 'credentials from web browsers'],
  ['keethief', 'password managers'],
  ['find generic password, chainbreaker, keychaindump', 'keychain'],
  [
    'secretsmanager, getsecretvalue, parameter store, ssm parameters, batchgetsecretvalue',
    'cloud secrets management stores',
  ],
  [
    'unattend, sysprep, passwords txt, passwords xlsx, trufflehog, gitleaks, aws credentials, env file, connection string, netrc',
    'credentials in files unsecured credentials',
  ],
  [
    'kubeconfig, wp config, htpasswd, plaintext passwords, plaintext credentials, filezilla, tomcat users, secrets file, rdcman',
    'credentials in files unsecured credentials',
  ],
  ['rdg file, mremoteng, mobaxterm', 'credentials in files unsecured credentials'],
  [
    'pfx file, certificate export, capi export, crypto capi, cng export, id ed25519, certificate theft, adfsdump, dkm key',
    'private keys',
  ],
  ['export pfxcertificate, gnupg, export adfs certificate, wallet dat', 'private keys'],
  ['psreadline', 'shell history credentials bash'],
  ['var run secrets, serviceaccount token, etcd, container secrets', 'container api credentials kubernetes secrets'],
  [
    'imdsv1, imdsv2, metadata google internal, ec2 metadata, latest meta data, instance role credentials, task metadata',
    'cloud instance metadata api',
  ],
  [
    'targetedkerberoast, rc4 ticket, rc4 encryption ticket, kerberos rc4, klist get, asktgs, serviceprincipalname query, kerberos tgs',
    'kerberoasting service principal name',
  ],
  [
    'getnpusers, donotreqpreauth, preauth, pre authentication disabled, kerberos pre authentication',
    'as-rep roasting preauthentication',
  ],
  ['krbtgt hash, krbtgt account', 'golden ticket kerberos krbtgt'],
  ['keytab, kcm cache', 'ccache files kerberos'],
  [
    'kerberos delegation, unconstrained delegation, constrained delegation, tgtdeleg, kirbi, rbcd, s4u, s4u2self, s4u2proxy',
    'steal or forge kerberos tickets klist',
  ],
  [
    'bronze bit, nopac, samaccountname spoofing, msds allowedtoactonbehalfofotheridentity, allowedtodelegateto, kekeo, krbrelayup',
    'steal or forge kerberos tickets klist',
  ],
  ['krbrelay, delegation attack, timeroasting', 'steal or forge kerberos tickets klist'],
  ['asktgt', 'pass the ticket kerberos'],
  ['seclogo', 'pass the hash ntlm'],
  [
    'certipy, esc2, esc3, esc4, esc5, esc6, esc7, esc9, esc10, esc11, esc13, esc15, esc16, pkinit, shadow credentials, whisker',
    'steal or forge authentication certificates',
  ],
  [
    'keycredentiallink, keycredential, forgecert, enrollment agent, passthecert, unpac hash, certsrv, ca backup',
    'steal or forge authentication certificates',
  ],
  [
    'ntlmrelay, smbrelay, mitm6, wpad, mdns, ntlm reflection, hot potato, remotepotato, drop mic, ipv6 dns takeover, krbrelayx',
    'llmnr nbt-ns poisoning and smb relay',
  ],
  ['smb signing disabled, webdav relay, powermad', 'llmnr nbt-ns poisoning and smb relay'],
  [
    'coercer, dfscoerce, shadowcoerce, spoolsample, msefsrpc, lsarpc efs, ms rprn, ms dfsnm, xp dirtree, ntlm theft',
    'forced authentication ntlm hash smb',
  ],
  [
    'reverse ssh, ssh r, ssh l, ssh d, reverse port forward, iodine, dnscat2, devtunnel, cloudflare tunnel, trycloudflare',
    'protocol tunneling tunnel encapsulating',
  ],
  [
    'localtunnel, tailscale, zerotier, openvpn client, softether, rpivot, stowaway, sshuttle, wstunnel, reverse tunnel, loopback rdp',
    'protocol tunneling tunnel encapsulating',
  ],
  ['stunnel', 'protocol tunneling tunnel encapsulating'],
  ['proxychains, socks5, 3proxy, gost, lcx', 'proxy socks connection intermediary'],
  ['torsocks, vpn chain, residential proxy', 'multi-hop proxy tor'],
  [
    'action1, tacticalrmm, ninjarmm, pulseway, bomgar, beyondtrust, dwagent, meshagent, meshcentral, mesh agent, zohoassist, radmin',
    'remote desktop software remote access tools anydesk',
  ],
  [
    'rutserv, gotoresolve, logmeinrescue, nomachine, todesk, realvnc',
    'remote desktop software remote access tools anydesk',
  ],
  ['vscode remote', 'ide tunneling'],
  ['ip kvm, ipkvm', 'remote access hardware'],
  ['vncviewer, novnc', 'vnc remote control'],
  [
    'sharprdp, 3389, xfreerdp, terminal services logon, type 10 logon, rdpclip, termservice',
    'remote desktop protocol rdp',
  ],
  ['smbclient, svcctl, nxc, netexec, hidden share, adminshare', 'smb windows admin shares'],
  [
    'dcomexec, shellwindows, shellbrowserwindow, executeshellcommand, getactiveobject, gettypefromprogid, dcerpc activation',
    'distributed component object model',
  ],
  [
    'wsmprovhost, powershell remoting, ps remoting, psremoting, pssession, wsmanautomation, remote powershell, quickconfig',
    'windows remote management winrm',
  ],
  ['wsman automation', 'windows remote management winrm'],
  ['openssh server', 'ssh'],
  [
    'sendsshpublickey, serial console, ssm session, ssm start session, os login, azure bastion',
    'direct cloud vm connections',
  ],
  ['connect exchangeonline, aws sso, az login', 'cloud services remote login azaccount'],
  [
    'wmiprvse, win32 processstartup, process call create, wbemtest, invoke cimmethod, wmimethod',
    'windows management instrumentation wmi',
  ],
  [
    'malleable profile, malleable c2, suspicious user agent, winhttp, powershell user agent',
    'web protocols application layer protocol http headers',
  ],
  ['dnsexfiltrator, dns exfil', 'dns application layer protocol queries txt'],
  ['rabbitmq', 'publish subscribe protocols'],
  [
    'c2 framework, sliver implant, teamserver, team server, phone home, c2 beacon',
    'application layer protocol pivot rdp',
  ],
  ['socat c2', 'non-application layer protocol'],
  ['telegram c2, discord c2, discord bot, slack c2, github c2, teams c2, discord cdn', 'web service resiliency relay'],
  ['blockchain c2, etherhiding, smart contract c2', 'dead drop resolver web service'],
  ['ja3', 'encrypted channel conceal encryption'],
  ['chacha20', 'symmetric cryptography encrypted channel rc4 aes'],
  ['curve25519', 'asymmetric cryptography encrypted channel tls ssl'],
  ['random domains, algorithmically generated', 'domain generation algorithms dgas'],
  ['duckdns, dyndns', 'dynamic resolution dynamic dns'],
  ['jquery profile', 'protocol or service impersonation'],
  [
    'encoded powershell, executionpolicy bypass, execution policy, powercat, powerpick, nishang, unmanaged powershell',
    'powershell interactive cmdlets',
  ],
  ['system management automation, script block', 'powershell interactive cmdlets'],
  ['echo off, command processor', 'windows command shell cmd batch'],
  [
    'reverse shell, rev shell, dev tcp, mkfifo, nc e, bind shell, ksh, netcat shell, pty spawn, pty shell, interactive shell',
    'unix shell bash interpreter',
  ],
  ['shell escape', 'unix shell bash interpreter'],
  ['node exe', 'javascript'],
  ['vbe, word macro, excel macro, wsh, windows script host, xlm macro, excel 4', 'visual basic'],
  ['scpt', 'applescript'],
  ['a3x, autoit3', 'autohotkey autoit'],
  ['cisco cli, router cli, junos, switch cli', 'network device cli interpreter'],
  ['awscli, azure cli, boto3, graph api, microsoft graph, cloudshell', 'cloud api cli'],
  ['vimcmd, powercli', 'hypervisor cli'],
  ['docker run, docker api, nerdctl, crictl, ctr run', 'container cli api'],
  ['invoke vmscript', 'esxi administration command'],
  ['invoke azvmruncommand, vm extension, vmaccess extension, systems manager', 'cloud administration command'],
  ['pod exec', 'container administration command'],
  [
    'privileged container, malicious pod, privileged pod, pod created, container created, deployment created',
    'deploy container',
  ],
  [
    'docker sock, docker socket, nsenter, core pattern, runc, chroot host, hostpid, deepce, docker breakout, host namespace',
    'escape to host container',
  ],
  ['cdk container', 'escape to host container'],
  [
    'kubehunter, kube hunter, kubernetes enumeration, selfsubjectaccessreview, enumerate containers',
    'container and resource discovery',
  ],
  [
    'azure function, cloud function, power automate, powerautomate, apps script, updatefunctioncode, logic app, step functions',
    'serverless execution lambda functions',
  ],
  ['anacron, periodic scripts', 'cron'],
  ['oncalendar', 'systemd timers'],
  [
    'puppet, saltstack, ccmexec, sharpsccm, wsus, mecm, intunemanagementextension, tanium, configmgr, jamf policy, desktop central',
    'software deployment tools',
  ],
];
