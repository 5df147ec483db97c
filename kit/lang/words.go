package lang

// letters weighs the letters that one or two of the languages have: Persian,
// Urdu, Arabic, Pashto. Keyboards mix ي and ی, ك and ک, so these weigh little.
var letters = map[rune][scripts]int{
	'پ': {1, 1, 0, 1}, 'چ': {1, 1, 0, 1}, 'ژ': {2, 0, 0, 1}, 'گ': {1, 1, 0, 0},
	'ک': {1, 1, 0, 1}, 'ی': {1, 1, 0, 1}, 'ك': {0, 0, 1, 0}, 'ي': {0, 0, 1, 1},
	'ٹ': {0, 4, 0, 0}, 'ڈ': {0, 4, 0, 0}, 'ڑ': {0, 4, 0, 0}, 'ں': {0, 4, 0, 0}, 'ے': {0, 4, 0, 0}, 'ہ': {0, 3, 0, 0}, 'ھ': {0, 3, 0, 0},
	'ة': {0, 0, 3, 0}, 'ى': {0, 0, 2, 0}, 'أ': {0, 0, 2, 0}, 'إ': {0, 0, 3, 0}, 'ؤ': {0, 0, 1, 0},
	'ټ': {0, 0, 0, 6}, 'ډ': {0, 0, 0, 6}, 'ړ': {0, 0, 0, 6}, 'ښ': {0, 0, 0, 6}, 'ږ': {0, 0, 0, 6}, 'ځ': {0, 0, 0, 6}, 'څ': {0, 0, 0, 6},
	'ڼ': {0, 0, 0, 6}, 'ې': {0, 0, 0, 4}, 'ۍ': {0, 0, 0, 6}, 'ګ': {0, 0, 0, 6},
}

// stops weighs small words; one is worth a few letters, as a word is that long.
var stops = merge(map[int]string{
	persian: "از به که است این در را با برای آن شد کرد شده های می خود یک نیز بود گفت وی تا اند شود باید",
	urdu:    "کے کی سے میں نے ہے کا اور کو پر ہیں اس بھی تھا گیا کہ جس کر رہے ہو",
	arabic:  "من في على إلى التي الذي أن إن عن مع هذا هذه ما لا كان وقال قال بعد قبل بين",
	pashto:  "د په چې ته دی سره کې کړي او هم یې وي شوي دا له څخه نه",
})

const stopWeight = 5

func merge(lists map[int]string) map[string][scripts]int {
	table := make(map[string][scripts]int)
	for l, list := range lists {
		for w := range split(list) {
			weights := table[w]
			weights[l] = stopWeight
			table[w] = weights
		}
	}
	return table
}

// english are the commonest words of English that are not also common words of
// its neighbours.
var english = set("the of and to that is was for on with as at by from it his he are be this have has had were said not but which their they will an its who after been would about over more new says")

// foreign are small words of other languages in the Latin script.
var foreign = set("der die das und ist nicht von mit den auf für ein eine les des est dans pour une que qui sur par el los las del una por con para como il che della sono het een van dat bir bu ve ile için olarak da de dan yang di untuk w na się nie jest och att som det")
