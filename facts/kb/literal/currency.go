package literal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	iso4217 "golang.org/x/text/currency"

	"hapjak/facts/kb"
)

// currency returns one name for what a currency is written as, its ISO 4217 code;
// what is not known stays as it is.
func currency(s string) string {
	if code, ok := CurrencyNamed(s); ok {
		return code
	}
	return strings.TrimSpace(s)
}

// oneCurrency returns the currency that a sum names on both sides, or by a sign beside a code: $5 CAD, USD $5.
func oneCurrency(before, behind string) (code string, ok bool) {
	a, b := currency(before), currency(behind)
	for _, pair := range [][2]string{{before, b}, {behind, a}} {
		sign, of := strings.TrimSpace(pair[0]), pair[1]
		switch {
		case sign == "$" && slices.Contains([]string{"USD", "CAD", "AUD", "HKD", "TWD", "NZD", "SGD", "MXN"}, of),
			sign == "kr" && slices.Contains([]string{"SEK", "NOK", "DKK"}, of),
			sign == "¥" && slices.Contains([]string{"JPY", "CNY"}, of):
			return of, true
		}
	}
	return b, a == b
}

// isCodeLetter reports whether what stands right behind digits makes a code of them rather than being
// their unit: 12A, 4WD.
func isCodeLetter(unit string) bool {
	_, _, known := kb.UnitNamed(unit)
	first, _ := utf8.DecodeRuneInString(unit)
	return !known && unicode.IsLetter(first) && (len(unit) == 1 || unicode.IsUpper(first)) && !IsCurrency(unit)
}

func IsCurrency(s string) bool {
	_, ok := CurrencyNamed(s)
	return ok
}

// CurrencyNamed returns the ISO 4217 code of a currency by a word or a sign for it.
func CurrencyNamed(s string) (code string, ok bool) {
	key := strings.ToLower(strings.Trim(s, " .()"))
	key = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(key, "d'"), "d’"), "de ")
	for _, sign := range []string{"$", "¥"} { // US $, HK $
		key = strings.ReplaceAll(key, " "+sign, sign)
	}
	key = strings.ReplaceAll(key, " ", "-")
	for _, c := range [...][2]string{
		{"USD", "$ us$ usd dollar dollars us-dollar us-dollars american-dollars u.s.-dollars u.s.$ 달러 미국달러 美元 ドル"}, {"EUR", "€ eur euro euros 유로 欧元 ユーロ"},
		{"KRW", "₩ krw won wons korean-won south-korean-won 원 韓元 韩元 ウォン"}, {"GBP", "£ gbp pound pounds pounds-sterling 파운드 英镑"}, {"JPY", "jpy ¥jp yen japanese-yen 엔 円 日元"},
		{"CNY", "cny rmb yuan renminbi chinese-yuan 위안 元 人民币 cn¥"}, {"HKD", "hk$ hkd hong-kong-dollars 港元 港币"}, {"TWD", "nt$ twd 台币"}, {"THB", "฿ thb baht 바트"},
		{"INR", "₹ inr rupee rupees indian-rupees rs"}, {"CAD", "c$ ca$ cad canadian-dollars"}, {"AUD", "a$ au$ aud australian-dollars"}, {"CHF", "chf sfr swiss-francs franken"}, {"VND", "₫ vnd dong"},
		{"SEK", "sek swedish-kronor"}, {"NOK", "nok norwegian-kroner"}, {"DKK", "dkk danish-kroner"}, {"kr", "kr kronor kroner"}, {"¥", "¥ ￥"}, {"PLN", "zł pln zloty zlotys"}, {"CZK", "kč czk"},
		{"HUF", "huf forint"}, {"RUB", "₽ rub rouble roubles ruble rubles"}, {"TRY", "₺ lira"}, {"BRL", "r$ brl reais"}, {"MXN", "mxn mex$"}, {"ZAR", "zar rand"},
		{"SGD", "s$ sgd"}, {"NZD", "nz$ nzd"}, {"ILS", "₪ ils shekel shekels"}, {"PHP", "₱ php"}, {"IDR", "idr rupiah"}, {"MYR", "myr ringgit"},
	} {
		for name := range strings.FieldsSeq(c[1]) {
			if key == name {
				return c[0], true
			}
		}
	}
	if iso, err := iso4217.ParseISO(s); err == nil && iso.String() == s { // in capitals: "all" and "try" are words
		return s, true
	}
	return "", false
}
