package name_test

import (
	"math"
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/name"
)

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' })
}

// like is 0 for what is no full name: it is never compared.
func like(a, b string) float64 {
	x, ok := name.Name{}.Of(words(a)...)
	y, too := name.Name{}.Of(words(b)...)
	if !ok || !too {
		return 0
	}
	return x.Like(y)
}

// variants are spellings of one name, as newspapers print them.
var variants = [][2]string{
	{"Hossein Amir-Abdollahian", "Hussain Amir Abdullahian"},
	{"Hossein Amir-Abdollahian", "Hosein Ameer Abdolahian"},
	{"Reza Amiri-Moqaddam", "Reza Amiri Moghaddam"},
	{"Reza Amiri-Moqaddam", "Raza Ameri Muqaddam"},
	{"Anwaar-ul-Haq Kakar", "Anwar-ul-Haq Kakar"},
	{"Anwaar-ul-Haq Kakar", "Anwarul Haq Kakkar"},
	{"Anwaar-ul-Haq Kakar", "Anwaarulhaq Kakar"},
	{"Muhammad Mudassir Tipu", "Mohammed Modasser Tipu"},
	{"Muhammad Mudassir Tipu", "Muhammad Mudasir Teepu"},
	{"Jalil Abbas Jilani", "Jaleel Abbas Jillani"},
	{"Ebrahim Raisi", "Ibrahim Raeesi"},
	{"Mohammad Javad Zarif", "Muhammad Jawad Zareef"},
	{"Qasem Soleimani", "Ghassem Suleimani"},
	{"Esmail Qaani", "Ismaeel Ghaani"},
	{"Mohammad Bagher Ghalibaf", "Mohammed Baqer Qalibaf"},
	{"Masoud Pezeshkian", "Massoud Pezeshkiyan"},
	{"Abbas Araghchi", "Abbas Araqchi"},
	{"Shehbaz Sharif", "Shahbaz Shareef"},
	{"Qamar Javed Bajwa", "Qamar Jawaid Bajwa"},
	{"Asim Munir", "Asem Muneer"},
	{"Shah Mahmood Qureshi", "Shah Mehmoud Qoreshi"},
	{"Yousaf Raza Gilani", "Yusuf Reza Gillani"},
	{"Nawaz Sharif", "Navaz Sharif"},
	{"Hassan Rouhani", "Hasan Rohani"},
	{"Rasoul Mousavi", "Seyyed Rasul Moussavi"},
	{"Mumtaz Zahra Baloch", "Momtaz Zahra Balouch"},
	{"Abdolreza Rahmani Fazli", "Abdulreza Rehmani Fazli"},
	{"Jaish ul-Adl", "Jeish al-Adl"},
	{"Jaish ul-Adl", "Jaysh Al Adl"},
	{"Jaish ul-Zulm", "Jaish al-Dhulm"},
	{"Lashkar-e-Jhangvi", "Lashkar-i-Jhangwi"},
	{"Sipah-e-Sahaba", "Sepah-i-Sahaba"},
	{"Ahmad Vahidi", "Ahmed Wahidi"},
	{"Saeed Khatibzadeh", "Said Khatib-Zadeh"},
	{"Ishaq Dar", "Eshaq Dar"},
	{"Asif Ali Zardari", "Asef Ali Zardari"},
}

// others are names of two, near to each other.
var others = [][2]string{
	{"Nawaz Sharif", "Shehbaz Sharif"},
	{"Nawaz Sharif", "Raheel Sharif"},
	{"Abbas Mousavi", "Rasoul Mousavi"},
	{"Abdolrahim Mousavi", "Rasoul Mousavi"},
	{"Mohammad Karami", "Mohammad Kazemi"},
	{"Mohammad Bagheri", "Ali Bagheri"},
	{"Ali Larijani", "Sadeq Larijani"},
	{"Asif Ali Zardari", "Bilawal Bhutto Zardari"},
	{"Imran Khan", "Pervez Khan"},
	{"Imran Khan", "Amina Khan"},
	{"Asim Munir", "Samina Munir"},
	{"Shah Mahmood Qureshi", "Rahim Hayat Qureshi"},
	{"Qamar Javed Bajwa", "Asim Saleem Bajwa"},
	{"Khawaja Asif", "Khawaja Saad"},
	{"Hossein Salami", "Hassan Salami"},
	{"Jaish ul-Adl", "Jaish ul-Islam"},
	{"Lashkar-e-Jhangvi", "Lashkar-e-Taiba"},
	{"Anwaar-ul-Haq Kakar", "Abdul Wali Kakar"},
	{"Ehsan Iqbal", "Hassan Iqbal"},
	{"Ahmad Vahidi", "Mohammad Vahidi"},
	{"Mohsen Rezaei", "Qasem Rezaei"},
	{"Mohammad Mokhber", "Mohammad Makhmalbaf"},
	{"Jalil Abbas Jilani", "Yousaf Raza Jilani"},
	{"Ebrahim Raisi", "Ahmad Raisi"},
	{"Javad Owji", "Javad Zarif"},
	{"Murad Ali Shah", "Murad Saeed Shah"},
	{"Sarfraz Bugti", "Shahzain Bugti"},
	{"Maryam Nawaz", "Hamza Nawaz"},
	{"Mohammad Sadiq", "Muhammad Siddique"},
	{"Mohammad Ali Hosseini", "Mohammad Ali Hassan"},
	{"Sheikh Rashid Ahmed", "Sheikh Hasina Ahmed"},
	{"Hina Rabbani Khar", "Raza Rabbani Khar"},
	{"Mohammad Ali Hosseini", "Mohammad Reza Hosseini"},
	{"Naveed Ashraf", "Pervaiz Ashraf"},
}

func TestOneNameHoweverSpelled(t *testing.T) {
	missed := 0
	for _, p := range variants {
		if s := like(p[0], p[1]); s < name.Alike {
			missed++
			t.Logf("missed: %s, %s", p[0], p[1])
		}
	}
	if missed > 1 {
		t.Errorf("%d of %d variants missed, want at most 1", missed, len(variants))
	}
}

func TestTwoNamesStayTwo(t *testing.T) {
	taken := 0
	for _, p := range others {
		if s := like(p[0], p[1]); s >= name.Alike {
			taken++
			t.Logf("taken for one, %.2f: %s, %s", s, p[0], p[1])
		}
	}
	if taken > 2 {
		t.Errorf("%d of %d pairs taken for one name, want at most 2", taken, len(others))
	}
}

func TestJaroWinkler(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"martha", "marhta", 0.961}, // Winkler 1990, table
		{"dwayne", "duane", 0.840},
		{"dixon", "dicksonx", 0.813},
		{"abc", "xyz", 0},
		{"", "abc", 0},
	} {
		if got := name.JaroWinkler([]byte(c.a), []byte(c.b)); math.Abs(got-c.want) > 0.001 {
			t.Errorf("%s, %s: got %.3f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func TestSkeleton(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"Moghaddam", "mqdm"},
		{"Moqaddam", "mqdm"},
		{"Khatibzadeh", "xtbzdh"},
		{"Zhob", "jb"},
		{"AEIOU", ""},
		{"ایران", ""},
	} {
		if got := string(name.Skeleton(nil, c.word)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.word, got, c.want)
		}
	}
}

func TestANameNeedsTwoWords(t *testing.T) {
	for _, s := range []string{"", "Kakar", "al-Adl", "Seyyed Ali", "Dr Ali", "a b", "Muhammad Sadiq"} {
		if _, ok := (name.Name{}).Of(words(s)...); ok {
			t.Errorf("%q passes for a full name", s)
		}
	}
}
