package literal

import (
	"testing"

	"hapjak/facts/kb"
)

func TestAmounts(t *testing.T) {
	for text, want := range map[string]float64{
		"734211": 734211, "734,211": 734211, "1 450 000": 1450000, "1\u202f450\u00a0000": 1450000, "1.450.000": 1450000, "1’450’000": 1450000, "1'450": 1450, "2'734'211": 2734211, "12,34,567": 1234567,
		"1.355,90": 1355.90, "1,355.90": 1355.90, "3,5": 3.5, "3.25": 3.25, "0,125": 0.125, "1,355": 1355, "1.355": 1.355, "-12": -12,
		"1.4M": 1.4e6, "2.5k": 2500, "12 million": 12e6, "12m viewers": 12e6, "12 m": 12, "3 Mio.": 3e6, "2억": 2e8, "2억 3,000만": 2.3e8, "120만 명": 1.2e6, "15 years": 15, "70%": 70,
		"1.2e6": 1.2e6, "3E5": 3e5, "１２３４": 1234, "1,000,000+": 1e6, "1200 (est.)": 1200, "about 250": 250, "over 40 boats": 40, "~1,500": 1500, "약 30만 명": 3e5, "300 or more": 300,
		"twelve": 12, "Two hundred and fifty": 250, "a thousand": 1000, "forty-five minutes": 45, "three million two hundred thousand": 3.2e6,
	} {
		if v, ok := ParseAmount(kb.Number, text); !ok || v.Lo != want {
			t.Errorf("%q is %v, %v; want %v", text, v.Lo, ok, want)
		}
	}
	for text, want := range map[string]kb.Value{
		"45p": {Lo: .45, Unit: "GBP"}, "50¢": {Lo: .5, Unit: "USD"}, "$9M": {Lo: 9e6, Unit: "USD"}, "US$1.2bn": {Lo: 1.2e9, Unit: "USD"}, "7 500 000 USD": {Lo: 7.5e6, Unit: "USD"}, "2 million dollars": {Lo: 2e6, Unit: "USD"},
		"€1.2m": {Lo: 1.2e6, Unit: "EUR"}, "5,5 Millionen Euro": {Lo: 5.5e6, Unit: "EUR"}, "3 milliards d'euros": {Lo: 3e9, Unit: "EUR"}, "20 billion won": {Lo: 2e10, Unit: "KRW"},
		"200억 원": {Lo: 2e10, Unit: "KRW"}, "2억원": {Lo: 2e8, Unit: "KRW"}, "3億円": {Lo: 3e8, Unit: "JPY"}, "1.355,90 €": {Lo: 1355.9, Unit: "EUR"}, "850.000 €": {Lo: 850000, Unit: "EUR"}, "$1.355m": {Lo: 1355000, Unit: "USD"}, "40 florins": {Lo: 40, Unit: "florins"},
		"$9,000,000 (estimated)": {Lo: 9e6, Unit: "USD"}, "US$ 9 million dollars": {Lo: 9e6, Unit: "USD"},
		"over 7 billion won": {Lo: 7e9, Unit: "KRW"}, "about $4 million": {Lo: 4e6, Unit: "USD"}, "more than €2m": {Lo: 2e6, Unit: "EUR"}, "environ 5 millions d'euros": {Lo: 5e6, Unit: "EUR"},
		"etwa 5,5 Millionen Euro": {Lo: 5.5e6, Unit: "EUR"}, "약 30억 원": {Lo: 3e9, Unit: "KRW"}, "30억 원 이상": {Lo: 3e9, Unit: "KRW"}, "CA$ 3m": {Lo: 3e6, Unit: "CAD"}, "4 million US dollars": {Lo: 4e6, Unit: "USD"},
		"CHF 1’200.–": {Lo: 1200, Unit: "CHF"}, "kr 500,-": {Lo: 500, Unit: "kr"}, "12,-- €": {Lo: 12, Unit: "EUR"}, "¥3 million": {Lo: 3e6, Unit: "¥"}, "￥ 4500": {Lo: 4500, Unit: "¥"},
		"6 million Swiss francs": {Lo: 6e6, Unit: "CHF"},
		"two million dollars":    {Lo: 2e6, Unit: "USD"}, "about a hundred euros": {Lo: 100, Unit: "EUR"}, "Twenty-five thousand won": {Lo: 25000, Unit: "KRW"},
		"US $3.1bn": {Lo: 3.1e9, Unit: "USD"}, "A $ 7m": {Lo: 7e6, Unit: "AUD"}, "HK $20 million": {Lo: 2e7, Unit: "HKD"}, "USD $5,000": {Lo: 5000, Unit: "USD"}, "$12m CAD": {Lo: 12e6, Unit: "CAD"}, "Rs 7 crore": {Lo: 7e7, Unit: "INR"},
		"(500) USD": {Lo: -500, Unit: "USD"}, "($1,250)": {Lo: -1250, Unit: "USD"}, "€(40)": {Lo: -40, Unit: "EUR"}, "$40 (reduced)": {Lo: 40, Unit: "USD"},
	} {
		if v, ok := ParseAmount(kb.Money, text); !ok || v.Lo != want.Lo || v.Unit != want.Unit {
			t.Errorf("%q is %v %s, %v; want %v %s", text, v.Lo, v.Unit, ok, want.Lo, want.Unit)
		}
	}
	for _, text := range []string{"many", "1,2,3", "1.2.3", "out of 5", "", "1/2", "3½", "5–7", "9 mil", "a", "and", "Seven Sisters", "one of many", "(12)", "3:45"} {
		if v, ok := ParseAmount(kb.Number, text); ok {
			t.Errorf("%q is read as %v", text, v.Lo)
		}
	}
	for _, text := range []string{"$1–2 million", "(900)", "$9 mil", "$9 or so", "$3/4", "$5 EUR", "€ $5"} {
		if v, ok := ParseAmount(kb.Money, text); ok && v.Unit != "" {
			t.Errorf("%q is read as %v %s", text, v.Lo, v.Unit)
		}
	}
}

func TestHedges(t *testing.T) {
	for text, want := range map[string]string{
		"over 7 billion won": "over", "30억 원 이상": "over", "mehr als 3 Mio. Euro": "over", "> $5m": "over", "up to €2m": "under", "about $4 million": "about",
		"약 30억 원": "about", "$9M": "", "CA$ 3m": "", "overhead 4": "",
	} {
		if got := kb.Hedged(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
