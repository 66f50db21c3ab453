package parley.desktop.chat;

import static parley.client.api.Message.State.DELIVERED;
import static parley.client.api.Message.State.READ;
import static parley.client.api.Message.State.RECEIVED;
import static parley.client.api.Message.State.SENT;
import static parley.client.api.Message.State.WAITING;

import parley.client.api.Conversations.Kind;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;

import java.time.Duration;
import java.time.Instant;

/** Scripts for the client: conversations worth a picture. */
final class Scripts {

    private Scripts() {}

    /** A dozen conversations, the first of them with everything that a list of messages can show. */
    static ConversationId full(FakeClient client) {
        client.signIn("lea");
        var mira = client.talk("mira@relay.example", Kind.DIRECT, minutes(9), "mira");
        var team = client.talk("Design Team", Kind.GROUP, minutes(20), "jonas", "ana");
        for (int i = 0; i < 5; i++) {
            client.message(team, "jonas", "new bubble colours are in, have a look", minutes(25 - i), RECEIVED);
        }
        var dmitri = client.talk("dmitri.volkov@relay.example", Kind.DIRECT, minutes(60), "dmitri.volkov");
        client.message(dmitri, "dmitri.volkov", "https://example.org/trip is booked", minutes(60), RECEIVED);
        var ana = client.talk("ana@relay.example", Kind.DIRECT, minutes(150), "ana");
        client.message(ana, "lea", "see you at eight then!", minutes(150), READ);
        var crew = client.talk("Release crew", Kind.GROUP, minutes(1500), "kim");
        for (int i = 0; i < 12; i++)
            client.message(crew, "kim", "CI is green on all three systems", minutes(1500), RECEIVED);
        var tomas = client.talk("tomas@relay.example", Kind.DIRECT, minutes(1600), "tomas");
        client.file(
                tomas,
                "lea",
                "handbook-final-v3.pdf",
                4_200_000,
                Transfers.State.DONE,
                4_200_000,
                minutes(1600),
                DELIVERED);
        var kenji = client.talk("kenji@relay.example", Kind.DIRECT, minutes(60 * 50), "kenji");
        client.message(kenji, "kenji", "ありがとうございます 🙏", minutes(60 * 50), RECEIVED);
        var family = client.talk("خانواده — Family & friends of the balcony cat", Kind.GROUP, minutes(60 * 75), "dad");
        client.message(family, "dad", "گربه بالکن را پیدا کرد", minutes(60 * 75), READ);
        client.talk("sofia@relay.example", Kind.DIRECT, minutes(60 * 24 * 40), "sofia");
        client.asks("noor");
        client.requested("otto");

        client.message(mira, "mira", "Good morning! Did the photos from Saturday arrive?", minutes(60 * 26), RECEIVED);
        client.message(
                mira, "lea", "Not yet, the train had no network. I will look tonight.", minutes(60 * 26 - 3), READ);
        client.message(mira, "mira", "No hurry.", minutes(60 * 26 - 4), RECEIVED);
        client.message(
                mira,
                "lea",
                "I read the draft. The second chapter is the strongest, and I would move the map to the front so that"
                        + " everybody sees at once where we are walking. The rest can stay as it is.",
                minutes(52),
                READ);
        client.message(mira, "mira", "The lake on Saturday 🌄", minutes(50), RECEIVED);
        client.message(
                mira, "mira", "The timetable is at https://example.org/lake/boats?day=6.", minutes(49), RECEIVED);
        client.message(
                mira,
                "mira",
                "سلام! شنبه ساعت ۹ کنار دریاچه می‌بینمت؟ قایق‌ها از اسکله شماره ۳ می‌روند.",
                minutes(48),
                RECEIVED);
        client.file(
                mira, "lea", "lake-photos.zip", 248_000_000, Transfers.State.RUNNING, 153_800_000, minutes(40), SENT);
        client.message(mira, "lea", "😂👍", minutes(36), DELIVERED);
        client.file(mira, "mira", "Parley-handbook.pdf", 4_200_000, Transfers.State.OFFERED, 0, minutes(33), RECEIVED);
        client.message(mira, "mira", "Perfect, resuming on my side whenever you are ready.", minutes(30), RECEIVED);
        client.message(mira, "lea", "On it.", minutes(10), WAITING);
        client.conversations.change(mira, talk -> talk.unread(0));
        return mira;
    }

    private static Instant minutes(int ago) {
        return Instant.now().minus(Duration.ofMinutes(ago));
    }
}
