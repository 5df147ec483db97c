package page

import "strings"

// The groups of cue words. A cue is not a rule: it is counted, and the model weighs
// it with everything else.
const (
	cueMore = iota
	cueShare
	cueCredit
	cueLegal
	cueAppeal
	cueTime
	cueReply
	cueYou
	cueBio
	cueGroups
)

var cueWords = [cueGroups]string{
	cueMore: "read more also related see watch listen recommended trending popular latest next previous continue story stories articles topics news headlines most mehr lesen auch lire aussi leer más lee también " +
		"بیشتر بخوانید مطالب مرتبط اخبار همچنین پربازدیدترین پربازدید آخرین تازهترین اقرا ايضا شاهد المزيد ذات صلة اخر الاخبار الاكثر قراءة مزید پڑھیں متعلقہ خبریں تازہ ترین читайте также 関連 記事 相关 阅读",
	cueShare:  "share facebook twitter whatsapp linkedin pinterest telegram instagram reddit email print copy link follow teilen partager compartir اشتراک گذاری شاركها مشاركة شیئر کریں поделиться シェア 分享",
	cueCredit: "photo photos image images picture file credit getty reuters ap afp epa shutterstock istock courtesy via foto bild photograph caption عکس تصویر صورة الصورة фото 写真 图片 編集 责编",
	cueLegal:  "copyright rights reserved privacy policy terms conditions cookies cookie contact disclaimer advertise advertisement advertising sponsored license published permission droits réservés rechte حقوق محفوظ محفوظة الحقوق کپی права",
	cueAppeal: "subscribe newsletter newsletters sign signup subscription subscriber subscribers inbox donate support account login register app download membership join free trial abonnieren anmelden abonnez suscríbete عضویت خبرنامه اشترك النشرة سبسکرائب подписаться 登録 会員",
	cueTime: "ago min mins minute minutes hour hours updated published posted am pm est gmt utc ist january february march april june july august september october november december " +
		"jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday uhr تاریخ ساعت دقیقه يناير فبراير مارس ابريل يونيو يوليو كد خبر",
	cueYou:   "we our us you your i my me wir uns sie ihr nous notre vous votre nosotros nuestro usted tu ما شما نحن لكم ہم آپ мы вы нас вас",
	cueBio:   "writer reporter editor author journalist correspondent covers columnist contributor contributed reporting professor founder freelance fellow director analyst born lives based redakteur autor journaliste periodista خبرنگار نویسنده کاتب مراسل صحفي نامہ نگار автор журналист 記者",
	cueReply: "comment comments reply replies respond discussion login logged kommentare commentaires comentarios نظر نظرات دیدگاه تعليق تعليقات التعليقات تبصرے комментарии コメント",
}

// cueTable maps the hash of a cue word to its groups.
func newCueTable() map[uint32]uint16 {
	table := make(map[uint32]uint16)
	for g, list := range cueWords {
		for w := range strings.FieldsSeq(list) {
			_, hashes := measure(w, nil)
			for _, h := range hashes {
				table[h] |= 1 << g
			}
		}
	}
	return table
}
