package corpus

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A text in a set that nothing tells apart is refused, never read as another.
func TestTextsInOneByteSets(t *testing.T) {
	french := "L’été, « l’œuvre » coûte 12 € ; à 20 °C, 3 m² ½ litre… l'Haÿ."
	for _, x := range []struct {
		set  *charmap.Charmap
		text string
		sure bool
	}{
		{charmap.Windows1252, french, true},
		{charmap.Windows1252, "Der „alte“ Kahn heißt Möwe – 3 µm dick, ÖLIG.", true},
		{charmap.Windows1252, "Ærø ligger syd for Fyn; prisen er 20 £.", true},
		{charmap.Windows1251, "Паром отходит утром, а вечером стоит у причала.", true},
		{charmap.Windows1250, "Most zbudował Łukasz Wąs w śniegu, kosztował źle.", true},
		{charmap.ISO8859_2, "Łódź zbudował Łukasz, żeglował wśród lasów i źródeł.", true},
		{charmap.Windows1250, "Mlýn na řece zřídil Jiří Kovář, větší kolo přidal později.", true},
		{charmap.ISO8859_2, "Mlýn na řece zřídil Jiří Kovář, větší kolo přidal později.", true},
		{charmap.Windows1250, "A vízimalmot Szőke Gergő építette, és tűz után újra fölépült.", true},
		{charmap.Windows1250, "Moara a fost ridicată de Ştefan lângă râu, iar roata ţine şi azi.", true},
		{charmap.Windows1257, "Malūną prie upės pastatė Šarūnas, o ratą pridėjo vėliau.", true},
		{charmap.Windows1254, "Değirmeni ırmağın yanında Işıl yaptı, çarkı sonra eklendi; eşiği yığıldı.", true},
		{charmap.Windows1255, "הטחנה ליד הנהר נבנתה בידי משה, והגלגל נוסף אחר כך.", true},
		{charmap.ISO8859_15, "Die Fähre kostet 5 € für Größere.", true},
		{charmap.Windows1252, "São João não põe o pão; Zoë, Bjørn, Muñoz e François são irmãos.", true},
		{charmap.Windows1252, "Þórður sigldi til Grímseyjar með síldina, ýmist á báti eða í lest.", true},
		{charmap.Windows1252, "È già lì: più caffè, perché però no? ¿Qué? ¡Sí! La 1ª vez, 3 ½ m².", true},
		{charmap.ISO8859_2, "Ludzie kochają rzekę, dlatego każdą wiosną sprzątają brzegi. Młyn stoi do dziś i miele mąkę dla całej wsi.", true},
		{charmap.ISO8859_2, "Rybacy łowią całą noc, a rano sprzedają ryby. Coś zawsze zostaje dla kotów.", true},
		{charmap.Windows1251, "Бібліотека працює до шостої вечора. Книжки видають на два тижні.", true},
		{charmap.Windows1251, "Музей зачинено у понеділок. Діти входять безкоштовно.", true},
		{charmap.ISO8859_2, "Čoln je privezan pod hišo.", true},
		{charmap.Windows1250, "Ribič plača najemnino; če zamuja, plača več. Začetek je ob osmih.", true},
		{charmap.ISO8859_2, "Ribič plača najemnino; če zamuja, plača več. Začetek je ob osmih.", true},
		{charmap.ISO8859_2, "Žičnico je leta 1931 zgradil Božo Šuštar, ki še danes vozi.", true},
		{charmap.ISO8859_2, "Skelu preko rijeke vodi Đurđa Šarić, a kuću čuva Ćiro.", true},
		{charmap.Windows1250, "Skela vozi svaki dan osim nedjelje. Djeca plaćaju pola, bicikli čekaju, a noću brod leži u luci; ključ čuva načelnik.", true},
		{charmap.Windows1252, "Il molo è lungo, la barca è vecchia, il mare è calmo, la gru è rotta, il faro è acceso.", true},
		{charmap.Windows1252, "Mon frère et ma mère, très près du père: le modèle de la rivière est cher.", true},
		{charmap.Windows1252, "Made by Moe® in Oslo, © 1998 Lie, sold as Ro™.", true},
		{charmap.ISO8859_3, "La muelisto ĉesis labori antaŭ ĝuste dek jaroj, kaj ŝia filo ĵus revenis.", true},
		{charmap.ISO8859_3, "Il-mitħna ġiet mibnija ħdejn ix-xatt, u r-rota żdiedet wara.", true},
		{charmap.ISO8859_14, "Mae'r ŵyn a'r gŵr yn byw yn y tŷ gwyn; mae'r tân yn y gegin, a'r dŵr yn oer.", true},
		{charmap.ISO8859_14, "Mae'r tŷ wrth y dŵr.", true},
		{charmap.ISO8859_14, "Mae'r ŷd a'r ŵydd yn y cae.", true},
		{charmap.ISO8859_4, "Kalējs Bērziņš uzcēla šķūni, un ratu pievienoja vēlāk, kad ūdens bija ļoti augsts.", false},
		{charmap.ISO8859_3, "Ĵozefo veturis al la urbo.", false},
		{charmap.Windows1252, "Maðurinn hafði sagt að orðið væri íþrótt, og Þór fór á þing.", true},
		{charmap.Windows1250, "Třídí vlnu.", false},
		{charmap.CodePage852, "Starý kámen stál u lesa. Dva páni a dáma hrají karty.", false},
		{charmap.CodePage852, "Stará paní prodává na náměstí jablka a hrušky. Každá váha je stará, ale váží dobře. Kupující platí hned.", false},
		{charmap.Windows1253, "Το πλοίο φεύγει το πρωί από τη Νάξο, λέει η Ελένη.", true},
		{charmap.Windows1253, "η πόρτα ανοίγει στις εννέα και κλείνει το βράδυ", true},
		{charmap.ISO8859_7, "Άνοιξε το νέο μουσείο του νησιού, με εκατό πίνακες.", true},
		{charmap.MacintoshCyrillic, "Паром отходит утром, а моя лодка стоит у причала до весны.", true},
		{charmap.MacintoshCyrillic, "Ярмарка", false},
		{charmap.Macintosh, "The café’s owner — Zoë Müller — left.", false},
		{charmap.CodePage437, "Müller fährt über die Brücke.", false},
	} {
		data, err := x.set.NewEncoder().String(x.text)
		if err != nil {
			t.Fatal(x.set, err)
		}
		if got, _, err := Decode([]byte(data)); x.sure && got != x.text || !x.sure && err == nil {
			t.Errorf("%v: %q, %v", x.set, got, err)
		}
	}
	mail, err := japanese.ISO2022JP.NewEncoder().String("水門は朝に開く。")
	if got, set, err2 := Decode([]byte(mail)); err != nil || err2 != nil || got != "水門は朝に開く。" || set != "ISO-2022-JP" {
		t.Errorf("%q, %q, %v, %v", got, set, err, err2)
	}
}

// UTF-8 with a byte that is none is never read as another set.
func TestDamagedUTF8(t *testing.T) {
	for _, text := range []string{"Příliš žluťoučký kůň úpěl.", "Upės malūną pastatė Šarūnas.", "Der Müller fährt über die Brücke.",
		"L’été est là.", "The mill’s wheel isn’t new – it was built in 1880.", "Пором відходить уранці."} {
		for c := 0x80; c <= 0xff; c++ {
			for at, r := range text {
				if at == 0 || r >= utf8.RuneSelf {
					continue
				}
				data := text[:at] + string([]byte{byte(c)}) + text[at:]
				if utf8.ValidString(data) {
					continue
				}
				if got, set, err := Decode([]byte(data)); err == nil && (!strings.HasPrefix(set, "UTF-8") || !strings.HasPrefix(got, text[:at])) {
					t.Fatalf("%q is read as %s: %q", data, set, got)
				}
			}
		}
	}
	if _, _, err := Decode([]byte("Příliš žluťoučký kůň \x81 úpěl.")); err == nil || !strings.Contains(err.Error(), "UTF-8 with bytes that are none") {
		t.Error(err)
	}
}

// The names in an archive are read in the set in which all of them make sense, or as it gives them in UTF-8.
func TestNamesInArchives(t *testing.T) {
	for _, x := range []struct {
		set   encoding.Encoding
		names []string
	}{
		{charmap.CodePage437, []string{"Käse/Größe", "Fähre"}},
		{charmap.CodePage437, []string{"Señor"}},
		{charmap.CodePage437, []string{"Été/café", "à-côté"}},
		{charmap.CodePage850, []string{"Ærø", "Rødgrød"}},
		{charmap.Windows1252, []string{"Fähre", "Øre"}},
		{simplifiedchinese.GBK, []string{"水车"}},
		{simplifiedchinese.GBK, []string{"水磨坊说明"}},
		{japanese.EUCJP, []string{"水車のこと"}},
		{charmap.CodePage866, []string{"Паром", "Мель", "Волна"}},
	} {
		var z bytes.Buffer
		w := zip.NewWriter(&z)
		for _, name := range x.names {
			own, err := x.set.NewEncoder().String(name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			write(t, w, &zip.FileHeader{Name: own, NonUTF8: true})
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := ids([]string{lay(t, "a.zip", z.String())}, Options{})
		slices.Sort(got)
		slices.Sort(x.names)
		if err != nil || !slices.Equal(got, x.names) {
			t.Errorf("%v: %q, %v", x.set, got, err)
		}
	}
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	beside := binary.LittleEndian.AppendUint32([]byte{0x75, 0x70, 15, 0, 1}, crc32.ChecksumIEEE([]byte("??.txt")))
	write(t, w, &zip.FileHeader{Name: "??.txt", NonUTF8: true, Extra: append(beside, "나루.txt"...)})
	write(t, w, &zip.FileHeader{Name: "locked.txt", Flags: 1})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := ids([]string{lay(t, "b.zip", z.String())}, Options{})
	if err == nil || !strings.Contains(err.Error(), "b.zip/locked.txt: locked by a password") || !slices.Equal(got, []string{"나루"}) {
		t.Errorf("%q, %v", got, err)
	}
}

func write(t *testing.T, w *zip.Writer, h *zip.FileHeader) {
	t.Helper()
	f, err := w.CreateHeader(h)
	if err == nil {
		_, err = f.Write([]byte("A text."))
	}
	if err != nil {
		t.Fatal(err)
	}
}
