// Package event reads who did what to whom: it turns a sentence in which a watch
// has found its parties into an action between them, with the words that say so.
//
// A sentence is read once from left to right. Its actors are found first: a
// country's name with the offices, posts and names that hang on it ("Pakistan's
// ambassador to Iran, Mr Tipu" is one actor and Pakistan's), joined where they
// are coordinated ("Iran and Pakistan" is both). Then come the triggers, the
// phrases of the rules. For each trigger the subject and the object are sought
// where the language puts them, a passive turns them round, and the words about
// it say whether it was done, announced, called for or denied, and whether it is
// news or told again.
//
// Where grammar finds nobody, three readings are left: the places and things that
// the sentence names, for the rules that allow it (unsaid.go), whom a deed befell
// (victim.go), and for a headline or a lead where the names stand (loose.go). What
// is read so is marked Loose and is no evidence that an article is relevant.
//
// # Rules
//
// Everything about a language is in rules/, a file for each; nothing in them is
// about any two countries. A line is one of
//
//	order svo|sov|vso [heads_first] [postpositions]
//	proclitics WORD...             words that are written onto the next one
//	future PREFIX                  what a verb to come begins with
//	class NAME WORD...             what a word does to the events around it
//	months|solar|weekdays WORD...  in their order, other spellings after "|"
//	actor both|other|armed PHRASE ; PHRASE...
//	action ACTION                  opens the rules of one action
//	rule NAME WEIGHT [FLAG...] : PHRASE ; PHRASE...
//
// and "#" starts a comment. A phrase is a run of steps: "a|b" is either word,
// "[a]" may be missing, "..3" lets up to three words stand before the next step,
// and "{take,took,taken}" is an English verb in all its forms, regular where its
// parts are left out. Words are compared folded (see package text).
//
// The flags of a rule:
//
//	mutual      two subjects need no object: "Iran and Pakistan met"
//	in          a place of the other party is an object: "arrived in Tehran"; what a
//	            mission shows, or what is shown there, is done with its hosts
//	noun        the phrase is a noun: "Raisi's visit to Pakistan"
//	with        the object follows at once, the subject may come after it
//	called_for  the action is a call by itself
//	should      a modal: what follows is called for by the speaker
//	person      the object must be able to act: no "60 Iranians"
//	clear       no actor may stand between the words of the phrase
//	deed        the genitive of the noun is who did it; in English the adjective within
//	            the phrase: "condemned Iranian strikes"
//	suffers     the genitive of the noun is whom it befalls, and so is the subject
//	            of its passive
//	alone       a light verb that counts when no noun is told with it
//	near        the noun counts only right after whose it is
//	own         without a subject, the country whose own report it is does it:
//	            "صادرات به پاکستان", exports to Pakistan
//	inside      who does it stands between the words of the phrase: "shells fired
//	            from Iran hit"
//	about       the object may stand in the clause that follows: "said that"
//	route       what joins the places of both that the sentence names is the deed
//	            of both: "a train from Quetta reached Zahedan"
//	from        who does it is whose it is or where it comes from: "ایرانی حدود سے
//	            گولہ گرا"
//	soil        when nobody is said to do it, the country in which it befalls people
//	            or goods of the other does: "۴۰ ایرانی در کراچی آزاد شدند"; an attack
//	            of a rule without it is somebody else's until a text says whose
//	joint       what one does with the other both do: a deal that is signed
//	topic       a third that comes next is what it is about: "discussed Gaza with"
//	mission     the same for the mission of one in the country of the other:
//	            "protesters stoned the Pakistani embassy in Tehran"
//	nothing     the phrase is no deed, and keeps its words from being taken for one:
//	            "killed in a bus crash"
//	doer:RULE   the rule to use when the object is who did the deed named
//	envoy:RULE  the rule to use when it is done to the other's ambassador
//	illegal:RULE  the rule to use when it is done to people without papers
//	coming:RULE  the rule to use when one party says that it will do it
//
// # Trust
//
// How an event was read tells how likely it is right (trust.go): a plain clause is
// trusted more than one with commas and other verbs between who acts and on whom. The
// weights are in model.txt, and judged.jsonl has the events that they were fitted to,
// read against their texts by hand (SAMPLE.md, docs/adr/0081).
//
// # Actions and weights
//
// The actions are the roots of PLOVER (Political Language Ontology for Verifiable
// Event Records, Open Event Data Alliance, 2018) without those that cannot happen
// between states, and STATE for what one party only says about the other. A
// rule's weight is on the scale of Goldstein (A Conflict-Cooperation Scale for
// WEIS Events Data, Journal of Conflict Resolution 36, 1992): from -10, an attack
// with dead, to +10; it is that of the WEIS or CAMEO code nearest to what the
// rule's phrases say (a condolence 3.4, an agreement signed 8.0, an ambassador
// recalled -4.0). What is only announced, called for or denied weighs less: see
// [Event].
package event
