/**
 * What people say in a channel whatever it is about, and how often: the words that tell small talk from a question.
 *
 * A word need not be foreign to ATT&CK: `small-talk.ts` compares how often it is said here with how often the texts at hand have it, so
 * that "customer" says little either way and "coffee" much. Shares are estimates, good to a factor of three. Left out is what people type
 * of a name that they break off ("down", "late", "safe"), and what the glossary explains ("sleep").
 */

/** A word's share of all words that are no grammar → words, by theme; each stem has one share. */
export const EVERYDAY: readonly (readonly [share: number, words: string])[] = [
  // Said in every other sentence.
  [
    5e-3,
    'all any some no more most many much very too so just only well really right up out off over back here away again now ' +
      'then still yet ever never always go going gone get getting got come coming came let lets take taking took taken give ' +
      'giving given keep put make makes made making look looking see seen say said want need know think mean like do doing ' +
      'work works working one two three good great new news first last next way thing things something anything nothing ' +
      'everything don doesn didn isn wasn won couldn wouldn shouldn aren haven hasn ain ll re ve dont doesnt didnt cant wont ' +
      'im ive whats thats',
  ],
  // Greetings and courtesy.
  [
    1e-3,
    'hello hi hey hiya howdy yo gm morning afternoon evening even night gn bye goodbye cheers welcome thanks thank thx ty ' +
      'tysm please pls plz sorry apologies apologize oops congrats congratulations kudos bravo appreciate appreciated ' +
      'grateful pleasure luck lucky worry worries birthday celebrate party yes yeah yep yup nope ok okay sure fine cool nice ' +
      'awesome perfect wow yay omg lol haha hahaha hmm ugh lgtm fyi asap brb bbl afk ooo wfh pto eod tbd tbh imo nvm np ack ' +
      'tldr btw idk hola hallo bonjour bonsoir salut ciao merci danke gracias grazie obrigado namaste moin servus guten tag ' +
      'morgen abend bis vielen dank buenos buenas dias bom dia todos zusammen',
  ],
  // When.
  [
    1e-3,
    'today tomorrow tonight yesterday am pm noon midday midnight oclock day days hour hours minute minutes min mins moment ' +
      'week weeks weekend weekly daily month year years monday tuesday wednesday thursday friday saturday sunday january ' +
      'february april june july august september october november december cet cest gmt utc est pst soon later early already ' +
      'ago until quick quickly slow fast eta half quarter four five six seven eight nine ten eleven twelve twenty thirty ' +
      'second summer winter spring weather rain raining snow sun sunny hot cold warm vacation holiday holidays',
  ],
  // Who.
  [
    1e-3,
    'everyone everybody someone somebody anyone anybody nobody guys guy folks people team man woman kid kids child children ' +
      'family wife staff director board husband mother father mom dad baby brother sister friend friends boss hero ceo cto ' +
      'cfo ciso hr legal lawyer lawyers colleague colleagues intern customer customers manager managers management vendor ' +
      'press finance doctor police myself yourself himself herself ourselves his her hers him mine yours ours whose else ' +
      'together alone own john bob peter anna maria mike david sarah lisa alice tom thomas michael smith chris james mary ' +
      'paul daniel jennifer laura julia alex andrea angela brian dennis emma eric frank george henry jack jason jose kim ' +
      'linda lucas martin nancy nathan oliver park patrick rachel roger sandra scott stefan steve susan walter',
  ],
  // Meetings and messages.
  [
    1e-3,
    'meeting meetings meet standup sync retro postmortem demo slides agenda invite invited zoom webex bridge room dial mute ' +
      'unmute hear heard hop jump join joined joining conference workshop reschedule rescheduled postpone postponed cancel ' +
      'cancelled booked ask asked asking answer answered reply replied respond responded tell told talk talking discuss speak ' +
      'explain mention ping pinging loop looping cc call calls calling called communications note notes noted question ' +
      'questions comment comments feedback opinion idea ideas thought thoughts summary summarize summarise remind reminder',
  ],
  // What one does.
  [
    1e-3,
    'guess believe hope feel wonder understand understood agree agreed disagree remember forgot forget wish love hate enjoy ' +
      'miss missed offer refuse catch caught hit broke lost lose gotta gonna wanna raise raised declare declared owns owner ' +
      'care matter mind sounds seem seems happen happened happening wait waiting help helps helped try tried trying stop ' +
      'stopped end ends ending finish finished done leave leaving left move moved moving turn bring sent pick hold hang sit ' +
      'stand standing walk watch read reading write writing wrote listen find found stay eat eating drink drinks play playing ' +
      'fix fixed sort sorted',
  ],
  // Work.
  [
    1e-3,
    'incident issue issues problem problems ticket tickets jira doc docs draft review reviewed reviewing runbook wiki ' +
      'sprint backlog roadmap deadline priority severity urgent plan plans planned step steps status update updates updated ' +
      'latest test testing check checked checking timeline briefing insurance expense title sheet spreadsheet due todo ' +
      'blocked unblocked health approve approved approval budget invoice paid pay buy bought cost price lead leading leads ' +
      'chief shift shifts handover handoff handing cover covering rota pager oncall assigned assign close closed closing ' +
      'reopen reopened resolved acknowledge acknowledged busy available ready able free paper laptop badge desk chair ' +
      'elevator parking kitchen door floor house home city country school money train bus car airport hotel flight trip ' +
      'travel lunch breakfast dinner food coffee tea beer wine pizza cake snack snacks hungry restaurant game movie music ' +
      'song book joke fun dog cat water flowers gift',
  ],
  // How things are.
  [
    1e-3,
    'bad better best worse worst happy glad sad mad angry afraid worried excited funny tired sick ill hard easy difficult ' +
      'old young big little small long short interesting important crazy weird strange amazing terrible horrible excellent ' +
      'fantastic wonderful lovely brilliant marvellous lame super sweet delighted upset miserable correct course indeed ' +
      'unfortunately normally kind kindly piece pieces broken stuck whole full empty lot enough almost quite pretty maybe ' +
      'perhaps probably definitely absolutely actually basically totally exactly clearly obviously anyway around another both ' +
      'every each least ahead once twice why because though although however point fact reason chance choice case sense story ' +
      'sign human eye eyes head hand hands heart life world place rest false what how who whom where when which',
  ],
  // Said here as well as of attacks: never enough by itself.
  [
    5e-4,
    'email emails emailing message messages request requesting link links number numbers report access list green light ' +
      'power save saved',
  ],
  [
    1e-4,
    'add adding bit thread document traffic building change changes screen support details level high low order office page ' +
      'open opened opening job deliver delivery clear ignore delay delayed alarm mail phone cell text contact attached video ' +
      'recording template lock locked grant rename archive break repeat duplicate picture photo bot channel client start ' +
      'starting share sharing drive time',
  ],
  // Said now and then, wherever people talk.
  [
    1e-4,
    'person goes shut anytime incorrect certainly confirm confirmed dismiss disregard skip word couple figure far million ' +
      'hundred thousand dollars eggs color blue white red black clock age letter learn touch fall win throw roll ride ring ' +
      'wear fly visit arrive arrived brought become decide decided decision realize realise notice count grab fill draw treat ' +
      'waste prove survive suffer pretend fool mistake fault attention experience practice situation conversation attended ' +
      'attend appointment true poor rich dark quiet smart strong fat wild near longer favor favour favorite concerned serious ' +
      'seriously confused willing prepared impossible sudden suddenly usually sometimes finally apparently honestly hopefully ' +
      'except along none neither whatever anywhere somewhere nowhere law medical student english national earth sea river ' +
      'star bird animal horse pig art tv radio gas cup bar shop corner spot round suit apartment street town wall emergency ' +
      'accident',
  ],
];
