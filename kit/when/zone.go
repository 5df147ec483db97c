package when

import (
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones must be there on machines that have none
)

// hours is an offset from UTC in seconds.
func hours(h, m int) int { return h*3600 + m*60 }

// offsets are the zone names that mean one thing, in seconds east of UTC. The
// two-letter ones are what North American outlets write all year.
var offsets = map[string]int{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "zulu": 0,
	"est": hours(-5, 0), "edt": hours(-4, 0), "et": hours(-5, 0),
	"cdt": hours(-5, 0), "ct": hours(-6, 0),
	"mst": hours(-7, 0), "mdt": hours(-6, 0), "mt": hours(-7, 0),
	"pdt": hours(-7, 0), "pt": hours(-8, 0), "at": hours(-4, 0), "adt": hours(-3, 0),
	"akst": hours(-9, 0), "akdt": hours(-8, 0), "hst": hours(-10, 0), "brt": hours(-3, 0), "art": hours(-3, 0),
	"cet": hours(1, 0), "cest": hours(2, 0), "met": hours(1, 0), "mest": hours(2, 0), "mez": hours(1, 0), "mesz": hours(2, 0), "west": hours(1, 0),
	"eet": hours(2, 0), "eest": hours(3, 0), "cat": hours(2, 0), "eat": hours(3, 0), "sast": hours(2, 0), "wat": hours(1, 0),
	"msk": hours(3, 0), "msd": hours(4, 0), "trt": hours(3, 0), "idt": hours(3, 0),
	"irst": hours(3, 30), "irdt": hours(4, 30), "irt": hours(3, 30),
	"azt": hours(4, 0), "get": hours(4, 0), "aft": hours(4, 30),
	"pkt": hours(5, 0), "pkst": hours(6, 0), "uzt": hours(5, 0), "tmt": hours(5, 0), "tjt": hours(5, 0), "mvt": hours(5, 0),
	"npt": hours(5, 45), "kgt": hours(6, 0), "almt": hours(6, 0), "bdt": hours(6, 0), "btt": hours(6, 0), "mmt": hours(6, 30),
	"ict": hours(7, 0), "wib": hours(7, 0), "sgt": hours(8, 0), "myt": hours(8, 0), "hkt": hours(8, 0), "awst": hours(8, 0), "pht": hours(8, 0),
	"غرینتش": 0, "جرینتش": 0, "گرینویچ": 0, // Greenwich, folded
	"jst": hours(9, 0), "kst": hours(9, 0), "acst": hours(9, 30), "aest": hours(10, 0), "aedt": hours(11, 0), "nzst": hours(12, 0), "nzdt": hours(13, 0),
}

// shared are the zone names that mean different things in different countries;
// "" is what they most often mean where the country is not known.
var shared = map[string]map[string]int{
	"ist": {"": hours(5, 30), "IN": hours(5, 30), "LK": hours(5, 30), "IR": hours(3, 30), "IL": hours(2, 0), "IE": hours(1, 0)},
	"gst": {"": hours(4, 0), "AE": hours(4, 0), "OM": hours(4, 0), "GS": hours(-2, 0), "GU": hours(10, 0)},
	"bst": {"": hours(1, 0), "GB": hours(1, 0), "BD": hours(6, 0)},
	"pst": {"": hours(-8, 0), "US": hours(-8, 0), "CA": hours(-8, 0), "PK": hours(5, 0), "PH": hours(8, 0)},
	"cst": {"": hours(-6, 0), "US": hours(-6, 0), "CA": hours(-6, 0), "MX": hours(-6, 0), "CN": hours(8, 0), "TW": hours(8, 0), "CU": hours(-5, 0)},
	"ast": {"": hours(-4, 0), "CA": hours(-4, 0), "SA": hours(3, 0), "IQ": hours(3, 0), "KW": hours(3, 0), "QA": hours(3, 0), "BH": hours(3, 0), "YE": hours(3, 0)},
	"sst": {"": hours(-11, 0), "SG": hours(8, 0)},
	"amt": {"": hours(-4, 0), "BR": hours(-4, 0), "AM": hours(4, 0)},
}

// named returns the offset a zone name stands for, and whether it stands for
// that alone in the outlet's country.
func named(name, country string) (offset int, sure, ok bool) {
	name = lower(name)
	if off, ok := offsets[name]; ok {
		return off, true, true
	}
	by, ok := shared[name]
	if !ok {
		return 0, false, false
	}
	if off, ok := by[country]; ok && country != "" {
		return off, true, true
	}
	return by[""], false, true
}

// capitals are where a country keeps its time, for local times with no offset:
// the countries with one zone whose press the watched feeds carry.
var capitals = map[string]func() *time.Location{
	"IR": place("Asia/Tehran"), "PK": place("Asia/Karachi"), "AF": place("Asia/Kabul"), "IN": place("Asia/Kolkata"),
	"AE": place("Asia/Dubai"), "OM": place("Asia/Muscat"), "SA": place("Asia/Riyadh"), "QA": place("Asia/Qatar"),
	"KW": place("Asia/Kuwait"), "BH": place("Asia/Bahrain"), "YE": place("Asia/Aden"), "IQ": place("Asia/Baghdad"),
	"SY": place("Asia/Damascus"), "LB": place("Asia/Beirut"), "JO": place("Asia/Amman"), "PS": place("Asia/Gaza"),
	"IL": place("Asia/Jerusalem"), "EG": place("Africa/Cairo"), "TR": place("Europe/Istanbul"), "AZ": place("Asia/Baku"),
	"AM": place("Asia/Yerevan"), "GE": place("Asia/Tbilisi"), "TM": place("Asia/Ashgabat"), "TJ": place("Asia/Dushanbe"),
	"UZ": place("Asia/Tashkent"), "BD": place("Asia/Dhaka"), "LK": place("Asia/Colombo"), "NP": place("Asia/Kathmandu"),
	"CN": place("Asia/Shanghai"), "JP": place("Asia/Tokyo"), "KR": place("Asia/Seoul"), "SG": place("Asia/Singapore"),
	"GB": place("Europe/London"), "IE": place("Europe/Dublin"), "FR": place("Europe/Paris"), "DE": place("Europe/Berlin"),
	"IT": place("Europe/Rome"), "CH": place("Europe/Zurich"), "AT": place("Europe/Vienna"), "SE": place("Europe/Stockholm"),
	"NL": place("Europe/Amsterdam"), "BE": place("Europe/Brussels"), "GR": place("Europe/Athens"), "HU": place("Europe/Budapest"),
}

// place loads a zone once, at its first use.
func place(name string) func() *time.Location {
	return sync.OnceValue(func() *time.Location {
		loc, err := time.LoadLocation(name)
		if err != nil {
			return time.UTC // cannot happen: time/tzdata is linked in
		}
		return loc
	})
}

// local returns the zone of a local time that states none.
func local(country string) *time.Location {
	if loc, ok := capitals[country]; ok {
		return loc()
	}
	return time.UTC
}

// iana returns the zone of a name such as Asia/Tehran.
func iana(name string) (*time.Location, bool) {
	area, _, ok := strings.Cut(name, "/")
	if !ok || area == "" {
		return nil, false
	}
	loc, err := time.LoadLocation(name)
	return loc, err == nil
}
