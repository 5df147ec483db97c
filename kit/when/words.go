package when

import (
	"strings"
	"sync"
)

// sense is what a word can do for a date.
type sense uint8

const (
	filler    sense = iota + 1 // says nothing: weekdays, "at", "published"
	gregorian                  // month n of the Gregorian calendar
	jalali                     // month n of the Iranian solar calendar
	pair                       // a Levantine month that takes its number from the next word
	first                      // the next word that makes it the first of two
	second                     // or the second
	am
	pm
)

type meaning struct {
	sense sense
	n     int
}

// Months by calendar, one line a month, each name in the spelling of its own
// language: English, Persian, Urdu, Pashto, Arabic (Egypt and the Gulf; the Levant
// and Iraq; the Maghreb), Turkish, Azerbaijani, Hindi, Russian, Greek, Hungarian,
// French, German and Spanish.
var gregorianMonths = [12]string{
	"jan january ژانویه جنوری يناير جانفي ocak января ιαν ιανουαρίου jan január oca янв janvier janv januar jänner enero ene जनवरी yanvar",
	"feb february فوریه فروری فبروری فبراير شباط فيفري şubat февраля φεβ φεβρουαρίου február şub фев février févr fév februar febrero फरवरी फ़रवरी fevral فبروري",
	"mar march مارس مارچ آذار mart марта μαρ μάρ μαρτίου március мар mars märz mär mrz marzo मार्च",
	"apr april آوریل اپریل أبريل نيسان أفريل nisan апреля απρ απρ απριλίου április nis апр avril avr abril abr अप्रैल aprel اپرېل",
	"may می مه مئی مايو أيار ماي mayıs мая μάι μαϊ μαΐου május май mai mayo मई مۍ",
	"jun june ژوئن جون يونيو يونيه حزيران جوان haziran июня ιούν ιον ιουν ιουνίου június haz июн juin juni junio जून iyun",
	"jul july ژوئیه ژوییه جولای جولائی يوليو يوليه تموز جويلية temmuz июля ιούλ ιολ ιουλ ιουλίου július tem июл juillet juil juli julio जुलाई iyul",
	"aug august اوت آگوست اگست أغسطس آب ağustos августа αύγ αυγ αυγούστου augusztus ağu авг août agosto अगस्त avqust",
	"sep sept september سپتامبر ستمبر سپتمبر سبتمبر أيلول شتنبر eylül сентября σεπ σεπτ σεπτεμβρίου szeptember eyl сен septembre septiembre setiembre सितंबर सितम्बर sentyabr",
	"oct october اکتبر اکتوبر أكتوبر ekim октября οκτ οκτωβρίου október eki окт octobre oktober okt octubre अक्टूबर अक्तूबर oktyabr",
	"nov november نوامبر نومبر نوفمبر kasım ноября νοέ νοε νοεμβρίου kas ноя novembre noviembre नवंबर नवम्बर noyabr",
	"dec december دسامبر دسمبر ديسمبر aralık декабря δεκ δεκεμβρίου ara дек décembre déc dezember dez diciembre dic दिसंबर दिसम्बर dekabr",
}

// The Iranian names, then the Afghan ones, then the romanised Iranian ones.
var jalaliMonths = [12]string{
	"فروردین حمل farvardin",
	"اردیبهشت ثور ordibehesht",
	"خرداد جوزا khordad",
	"تیر سرطان tir",
	"مرداد امرداد اسد mordad",
	"شهریور سنبله shahrivar",
	"مهر میزان mehr",
	"آبان عقرب aban",
	"آذر قوس azar",
	"دی جدی dey",
	"بهمن دلو bahman",
	"اسفند حوت esfand",
}

// Weekdays, whole, shortened and (Persian) in pieces, and the words that stand
// about a date without changing it; last the marks of East Asia.
const fillers = `
mon tue wed thu fri sat sun tues wednes weds thur thurs
monday tuesday wednesday thursday friday saturday sunday
شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه آدینه یک دو سه چهار پنج
پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار سوموار
السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة
κυρ δευ τρι τετ πεμ παρ σαβ
सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
pazartesi salı çarşamba perşembe cuma cumartesi pazar
понедельник вторник среда четверг пятница суббота воскресенье
lundi mardi mercredi jeudi vendredi samedi dimanche
montag dienstag mittwoch donnerstag freitag samstag sonntag
lunes martes miércoles jueves viernes sábado domingo
the of on at in date time published updated posted modified created last
ساعت مورخ تاریخ انتشار روز ماه سال
بتاريخ الساعة الموافق يوم نشر النشر تم في آخر تحديث بتوقيت
بوقت بجے ء
از ظهر ظ دوپہر
de le à um uhr г
년 월 일 年 月 日
st nd rd th t m`

// The halves of the day. Those of the second lists are too short to be taken
// for one anywhere but behind the time of day: Arabic م also stands behind a year, and
// the letters of "a.m." and of its Persian like come one by one.
const (
	mornings    = `am صبح صباحا قبل قبلازظهر 오전 上午 午前`
	mornings2   = `a ص ق`
	afternoons  = `pm عصر مساء شام بعد بعدازظهر 오후 下午 午後`
	afternoons2 = `p م ب`

	behind = 1
)

// words holds what every known word means, folded.
var words = sync.OnceValue(func() map[string]meaning {
	m := make(map[string]meaning, 400)
	add := func(list string, mean meaning) {
		for w := range strings.FieldsSeq(list) {
			m[lower(fold(w))] = mean
		}
	}
	add(fillers, meaning{filler, 0})
	for i := range 12 {
		add(gregorianMonths[i], meaning{gregorian, i + 1})
		add(jalaliMonths[i], meaning{jalali, i + 1})
	}
	add("تشرين", meaning{pair, 10})
	add("كانون", meaning{pair, 12})
	add("الأول اول", meaning{first, 0})
	add("الثاني ثاني", meaning{second, 0})
	add(mornings, meaning{am, 0})
	add(mornings2, meaning{am, behind})
	add(afternoons, meaning{pm, 0})
	add(afternoons2, meaning{pm, behind})
	return m
})

// look returns what a folded word means. "Bahman-mah", the month of Bahman, is
// Bahman.
func look(w string) (meaning, bool) {
	w = lower(w)
	m, ok := words()[w]
	if !ok {
		m, ok = words()[strings.TrimSuffix(w, "ماه")]
	}
	return m, ok
}

// lower is strings.ToLower without its allocation for words that need none.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 'A' && c <= 'Z' || c >= 0xC3 && c < 0xD8 {
			return strings.ToLower(s)
		}
	}
	return s
}
