package event

import "slices"

// unsaid is who does what t says and to whom when no grammar tells, but what things
// come from and where they are.
func (s *sentence) unsaid(t *trigger, subj found) (doer, object found) {
	switch {
	case t.rule.flags&route != 0 && !s.nominal(t) && (subj.chunk < 0 || s.enclosed(t, subj) || s.chunks[subj.chunk].genitive || s.chunks[subj.chunk].place):
		f := s.ends()
		return f, f
	case t.rule.flags&from != 0:
		if doer, object = s.origin(); doer.sides != 0 && object.sides != 0 || t.rule.action != "COOPERATE" {
			return doer, object
		}
		return s.venue()
	case t.rule.flags&(soil|mission) != 0:
		return s.soil(t)
	case t.rule.flags&place != 0 && t.rule.action == "COOPERATE":
		return s.venue()
	}
	return nobody, nobody
}

// venue is whose mission a sentence gives as where something takes place, and to whom
// it is sent: "a festival at the | Iranian consulate in Lahore |".
func (s *sentence) venue() (whose, hosts found) {
	k := slices.IndexFunc(s.chunks, func(c chunk) bool { return c.host != 0 && c.sides.single() && c.case_&cPlace != 0 })
	if k < 0 {
		return nobody, nobody
	}
	return found{s.chunks[k].sides, k}, found{s.chunks[k].host, -1}
}

// enclosed reports whether f stands between the words of t, but not as the subject that
// follows its verb: "پروازهای | تهران | اسلام‌آباد از سر گرفته شد".
func (s *sentence) enclosed(t *trigger, f found) bool {
	return f.chunk >= 0 && s.x.order != vso && s.chunks[f.chunk].start > t.start && s.chunks[f.chunk].end < t.end
}

// ends is the parties whose places or names a sentence gives as the ends of a way;
// who only speaks of it is no end.
func (s *sentence) ends() found {
	f := nobody
	for k := range s.chunks {
		if c := &s.chunks[k]; !c.speaks && c.case_&cOutside == 0 {
			f.sides |= c.sides & both
			f.chunk = k
		}
	}
	return f
}

// origin is whose things a sentence speaks of, or from where they come, and the place
// of the other party at which they arrive.
func (s *sentence) origin() (whose, at found) {
	whose, at = nobody, nobody
	for k := range s.chunks {
		c := &s.chunks[k]
		switch {
		case !c.sides.single() || c.case_&cOutside != 0:
		case whose.sides == 0 && (c.case_&cOblique != 0 || c.genitive || c.by || s.adjective(c)):
			whose = found{c.sides, k}
		case c.case_&cOblique == 0 && !c.speaks:
			at = found{c.sides, k}
		}
	}
	return whose, at
}

// soil is the people or goods of one party in a sentence that nobody acts in, and the
// other party as that in whose country something befalls them: named, or the country
// whose own report it is.
func (s *sentence) soil(t *trigger) (doer, victim found) {
	victim = nobody
	for k := range s.chunks {
		c := &s.chunks[k]
		switch {
		case c.sides&both == both && !c.place || c.marked() || c.armed || c.case_&cBy != 0:
			return nobody, nobody
		case t.rule.flags&mission != 0 && !c.post:
		case victim.sides == 0 && (t.rule.flags&mission != 0 || !c.head && !c.place) && c.sides.single() && c.case_&(cOutside|cOblique) == 0 && !s.tells(t, c):
			victim = found{c.sides, k}
		}
	}
	if victim.sides == 0 {
		return nobody, nobody
	}
	switch doer = s.others(victim); {
	case doer.sides != 0:
	case s.chunks[victim.chunk].host != 0:
		doer = found{s.chunks[victim.chunk].host, -1}
	default:
		doer = s.ownCountry(t, victim)
	}
	return doer, victim
}
