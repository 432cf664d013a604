/**
 * What operations of clouds, identity providers and clusters amount to; see `all.ts`.
 *
 * Names of API calls as logs have them ("AttachRolePolicy" is one word), and how alerts about them are titled.
 */

export const CLOUD: readonly (readonly [string, string])[] = [
  [
    'assumerole, federation token, leaked access key, compromised access key, anomalous sign, unfamiliar location',
    'cloud accounts valid accounts hybrid',
  ],
  [
    'legacy authentication, getsessiontoken, assumerolewithsaml, assumerolewithwebidentity',
    'cloud accounts valid accounts hybrid',
  ],
  [
    'genericall, genericwrite, writedacl, writeowner, forcechangepassword, adminsdholder, sdprop, useraccountcontrol modified',
    'account manipulation permissions',
  ],
  [
    'account enabled, admincount, computer account renamed, dsadd, dsmod, dsrm, chpasswd, altsecurityidentities',
    'account manipulation permissions',
  ],
  [
    'create access key, new access key, access key created, createserviceaccountkey, application credential, api key created',
    'additional cloud credentials',
  ],
  ['pat created, deploy key, updateloginprofile, federated credential', 'additional cloud credentials'],
  ['add mailboxfolderpermission', 'additional email delegate permissions'],
  [
    'attachrolepolicy, putuserpolicy, putrolepolicy, global administrator, administratoraccess, pim, setiampolicy, addusertogroup',
    'additional cloud roles',
  ],
  [
    'updateassumerolepolicy, company administrator, subscription owner, azure owner, super admin, admin consent, inline policy',
    'additional cloud roles',
  ],
  ['privileged identity', 'additional cloud roles'],
  ['roadtx', 'device registration'],
  ['cluster admin', 'additional container cluster roles'],
  [
    'added domain admins, remote desktop users, add localgroupmember, dnsadmins, wheel group, sudo group, docker group',
    'additional local or domain groups',
  ],
  [
    'net localgroup add, privileged group, security enabled group, backup operators',
    'additional local or domain groups',
  ],
  ['backdoor user', 'create local account'],
  [
    'machineaccountquota, new machineaccount, addcomputer, create computer account, dsadd user, new computer account',
    'create domain account',
  ],
  [
    'iam user created, new azureaduser, invite guest user, guest invite, guest user invited, new mguser, azure user created',
    'create cloud account concept',
  ],
  ['new service principal, okta user created, createserviceaccount', 'create cloud account concept'],
  [
    'set msoldomainfederation, set msoldomainauthentication, realm trust, okta idp, openid connect provider, createsamlprovider',
    'trust modification domain tenant',
  ],
  ['saml provider, trusted domain added, custom domain added, cross tenant', 'trust modification domain tenant'],
  [
    'sharpgpoabuse, pygpoabuse, new gpimmediatetask, gpupdate, gplink, gpcmachineextensionnames',
    'group policy modification gpo',
  ],
  [
    'oauth consent, oauth phishing, graphspy, tokentactics, rogue oauth, pat theft, teams tokens, app consent',
    'steal application access token kubernetes oauth',
  ],
  ['bearer token', 'application access token api alternate authentication'],
  ['session replay', 'web session cookie alternate authentication import'],
  ['session theft, evilproxy, stolen session, session tokens, tycoon 2fa', 'steal web session cookie browser'],
  ['man browser, webinject, mitb, hooked browser, cursedchrome', 'browser session hijacking'],
  [
    'evilnginx, mitmproxy, bettercap, ettercap, dns hijack, ssl interception, router dns changed, tls interception, intercept traffic',
    'adversary-in-the-middle',
  ],
  ['arpspoof', 'arp cache poisoning'],
  ['fake wifi, karma attack, rogue ap, fake hotspot, wifi phishing, free wifi, wifiphisher', 'evil twin'],
  [
    'wifi attack, nearest neighbor, open wifi, aircrack, wardriving, wifi deauth, wpa2 crack, guest wifi',
    'wi-fi networks wireless proximity',
  ],
  ['forged token, jwt secret, jwt forgery', 'forge web credentials'],
  ['flask secret', 'web cookies forge'],
  ['silver saml', 'saml tokens forge'],
  [
    'scoutsuite, scout suite, prowler, cloud enumeration, aws enumeration, azure enumeration, roadrecon, cloudfox, cloudmapper',
    'cloud service discovery cloudtrail',
  ],
  ['cloud recon, graphrunner, cloudtrail describetrails', 'cloud service discovery cloudtrail'],
  [
    'describesecuritygroups, describe instances, describevpcs, list instances, describesnapshots, describevolumes, describeregions',
    'cloud infrastructure discovery',
  ],
  ['enumerate instances', 'cloud infrastructure discovery'],
  [
    'list objects, s3api list, storage enumeration, enumerate blobs, storage account enumeration',
    'cloud storage object discovery',
  ],
  [
    'listusers, get azureaduser, listroles, get mguser, getaccountauthorizationdetails, getcalleridentity, msol users, get msoluser',
    'cloud account discovery iam azure ad users',
  ],
  [
    'get azureadgroup, get mggroup, directory roles, get azureaddirectoryrole',
    'cloud groups permission groups discovery',
  ],
  ['list mailboxes, outlook contacts, enumerate mailboxes', 'email account discovery global address list'],
  ['cloud console', 'cloud service dashboard'],
  ['storage account key', 'data from cloud storage'],
  [
    'share snapshot, modifysnapshotattribute, snapshot shared, modifyimageattribute, anonymous link, share externally',
    'transfer data to cloud account',
  ],
  [
    'external sharing, sharing link, modifydbsnapshotattribute, export snapshot, putbucketreplication',
    'transfer data to cloud account',
  ],
  ['runinstances, launch instance', 'create cloud instance new'],
  ['revert snapshot', 'revert cloud instance'],
  ['modifyinstanceattribute', 'modify cloud compute configurations quotas'],
  ['enableregion', 'unused unsupported cloud regions'],
  ['leave organization, subscription transfer, subscription hijacking', 'modify cloud resource hierarchy'],
  ['github app, service principal persistence, rogue app', 'cloud application integration'],
  [
    'updatetrail, puteventselectors, deletedetector, deleteflowlogs, stopconfigurationrecorder, audit bypass, unified audit log',
    'disable or modify cloud logs',
  ],
  [
    'log sink, deleteloggroup, delete cloudwatch, deletealarms, aws config, sentinel disabled, set adminauditlogconfig, adminauditlog',
    'disable or modify cloud logs',
  ],
  ['auditbypassenabled, securityhub, macie disabled', 'disable or modify cloud logs'],
  ['authorizesecuritygroupingress, ingress rule, nacl, nsg, network zone', 'disable or modify cloud firewall'],
  [
    'backdoored image, malicious ami, golden image, putimage, ecr image, docker push, ecr upload',
    'implant internal image',
  ],
  [
    'github actions, cicd, self hosted runner, workflow injection, jenkinsfile, malicious workflow, github runner, github workflow',
    'poisoned pipeline execution',
  ],
  ['circleci, workflow file, pwn request, buildspec, codebuild', 'poisoned pipeline execution'],
  ['knowledge base, servicenow', 'data from information repositories wiki'],
  ['source code theft, stolen source code', 'code repositories source code'],
  ['salesforce, hubspot', 'customer relationship management software'],
  [
    'mysqldump, database dump, pg dump, mongodump, bcp, dump database, database theft, sql dump, db dump, redis dump, stolen database',
    'databases mysql collect',
  ],
  [
    'email theft, steal emails, email exfil, mail theft, read emails, stolen emails',
    'email collection mail server emails',
  ],
  [
    'mailboxexportrequest, mail read, compliance search, compliancesearch, content search, gmail api, invoke globalmailsearch',
    'remote email collection exchange mailboxes',
  ],
  ['mailbox accessed, ews access, shared mailbox', 'remote email collection exchange mailboxes'],
  [
    'forwardingsmtpaddress, new transportrule, delivertomailboxandforward, smtp forwarding, redirect emails, inboxrule',
    'email forwarding rule',
  ],
  ['phish coworkers, lateral phishing', 'internal spearphishing'],
  ['cba entra', 'steal or forge authentication certificates'],
  [
    'spray365, msolspray, trevorspray, domainpasswordspray, sprayhound, kerbrute, teamfiltration, multiple accounts failed, fireprox',
    'password spraying',
  ],
  [
    'patator, failed sign ins, ssh brute, rdp brute, dictionary attack, smb brute, failed attempts, accounts locked, lockouts',
    'password guessing brute force',
  ],
  ['jtr', 'password cracking'],
  [
    'combo list, combolist, reused passwords, openbullet, breached credentials, credential reuse, password reuse, account checker',
    'credential stuffing',
  ],
  ['mfa prompts, mfa flooding', 'multi-factor authentication request generation'],
  ['sms interception, rsa securid, totp, yubikey', 'multi-factor authentication interception'],
  ['citrixbleed', 'exploitation for credential access'],
  [
    'mssp, gdap, vendor access, third party vendor, supplier access, island hopping',
    'trusted relationship third party provider partners',
  ],
  [
    'disable strong authentication, factor deactivated, authenticator removed, enroll mfa device, authenticator registered',
    'multi-factor authentication modify disable',
  ],
  ['passthrough authentication, adfs backdoor, azure ad connect agent', 'hybrid identity'],
  ['trusted location, named location, ca policy', 'conditional access policies'],
  ['move rss, rss subscriptions folder, inbox manipulation', 'email hiding rules'],
  ['email deleted, purge emails', 'clear mailbox data'],
];
