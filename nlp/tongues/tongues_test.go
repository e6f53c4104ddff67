package tongues

import "testing"

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"¿En qué año se estrenó Okja?": "es", "Quien dirigio Okja?": "es", "que peliculas hay de Corea?": "es", "¿De quién es la música de Okja?": "es",
		"Qui a réalisé Okja ?": "fr", "De quelle année est Okja ?": "fr", "Est-ce que Okja est un film coréen ?": "fr",
		"In welchem Jahr kam Okja heraus?": "de", "Wer ist Mr. Go": "de", "was ist Hallyu?": "de",
		"Em que ano saiu Okja?": "pt", "É verdade que Okja é coreano?": "pt", "Di chi è la musica di Okja?": "it", "quando è uscito Okja": "it",
		"Wie heeft Okja geregisseerd?": "nl", "Kto wyreżyserował Okja?": "pl", "Vem regisserade Okja?": "sv", "Okja'yı kim yönetti?": "tr",
		"Siapa sutradara Okja?": "id", "Ai là đạo diễn của Okja?": "vi",
		"옥자 감독": "ko", "『옥자』の監督は誰ですか": "ja", "谁导演了这部电影?": "zh", "Кто снял Snowpiercer?": "ru", "Коли вийшов цей фільм?": "uk",
		"ใครกำกับ The Medium": "th", "من أخرج فيلم Okja؟": "ar", "מי ביים את Okja?": "he", "ओकजा का निर्देशक कौन है?": "hi", "Ποιος σκηνοθέτησε το Okja;": "el",

		"dime quién hizo Okja": "es", "Okja es de qué año": "es", "parle-moi d'Okja": "fr", "c'est qui le réalisateur d'Okja": "fr", "erzähl mir was über Okja": "de", "Kannst du Deutsch?": "de",
		"o que é Hallyu?": "pt", "me fale sobre Okja": "pt", "dimmi di Okja": "it", "vertel me over Okja": "nl", "o czym jest Okja": "pl", "bu film ne zaman çıktı": "tr",
		"ceritakan tentang Okja": "id", "đạo diễn phim Okja": "vi", "누가 Snowpiercer 감독했어?": "ko", "Okjaの監督は？": "ja", "Okja是谁导演的": "zh",

		"Hvem instruerede The Medium?": "da", "hvornår kom Okja ud": "da", "Hva handler Okja om?": "no", "Kuka ohjasi Okjan?": "fi", "missä The Medium kuvattiin": "fi",
		"Kdo režíroval Okju?": "cs", "o čem je The Medium a kdy vyšel": "cs", "Cine a regizat The Medium?": "ro", "unde a fost filmat Okja": "ro", "Ki rendezte az Okját?": "hu", "mikor mutatták be az Okját": "hu",
		"Sino ang gumawa ng Okja?": "tl", "kailan lumabas ang Okja": "tl", "Хто зняв Okja?": "uk", "де знято Okja": "uk", "Где снимали Okja?": "ru", "кто это был": "ru",
		"merci": "fr", "merci bien !": "fr", "muito obrigado": "pt", "obrigada!": "pt", "gracias": "es", "danke schön": "de", "grazie mille": "it", "bedankt": "nl", "tack så mycket": "sv", "dzięki": "pl",
		"mange tak": "da", "tusen takk": "no", "kiitos": "fi", "díky": "cs", "mulțumesc": "ro", "köszi": "hu", "salamat": "tl", "дякую": "uk", "спасибо": "ru", "teşekkürler": "tr", "terima kasih": "id",

		"was denkt ihr darüber": "de", "habt ihr auch Filme aus Japan": "de", "no sé, ¿hay más sobre ella?": "es", "vous avez aussi celui-ci chez vous": "fr",

		"comment in the queue: he was on it from the start, correct?": "", "average length in per cent of a film?": "", "a note on Na, in a magazine": "",
		"show me La La Land": "", "who directed La Haine?": "", "is Amour a French film?": "", "cast of El Mariachi": "", "Der Untergang budget": "", "o brother where art thou cast": "",
		"do de niro and pacino share a scene": "", "Un Chien Andalou": "", "when was Les Misérables released": "", "any with Song Kang-ho?": "",
		"who made Como agua para chocolate?": "", "who directed Qui Êtes-Vous?": "", "was Okja a hit?": "", "Do you have Die Hard": "", "Okja": "",
		"who directed 설국열차?": "", "is it in a co-production?": "", "films by Kim Ki-duk in japan": "", "tell me about La La Land": "", "": "",
		"Sino-Korean films": "", "films with Ki in the name": "", "Ang Lee or Na Hong-jin": "", "any Finnish co-production, on a mi or a ki": "", "Okja et al": "",
		"kim jee-woon films": "", "when did El Camino come out": "", "the one with Van Damme": "", "no idea, who shot it?": "",
	} {
		if got := Of(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
