package parley.desktop.chat;

import static parley.client.api.Message.State.DELIVERED;
import static parley.client.api.Message.State.READ;
import static parley.client.api.Message.State.RECEIVED;

import org.jspecify.annotations.Nullable;

import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Profiles.Profile;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A morning of somebody with many conversations: people with names, faces and files, for pictures of the window. */
final class Everyday {

    private final FakeClient client;
    private final Path folder;

    /**
     * @param folder where received files lie
     */
    Everyday(FakeClient client, Path folder) {
        this.client = client;
        this.folder = folder;
        client.transfers.folder = folder;
    }

    /** Has all of it happen, up to now. Returns the conversation with Mira. */
    ConversationId happens() throws Exception {
        client.signIn("lea");
        says("lea", "Lea Brandt", Paintings.leaf(new Color(0x2E7D5B)));
        var mira = talk("mira", "Mira Okafor", 9, Paintings.boat(new Color(0x2F5D9B)));
        others();
        chats(mira);
        Contacts.Contact known = client.contacts.find(FakeClient.address("mira"));
        client.contacts.put(FakeContacts.trusted(known, Contacts.Trust.VERIFIED));
        for (var who : new String[] {"mira", "kenji", "ana"}) online(who);
        return mira;
    }

    private void others() throws Exception {
        var team = client.talk("Design Team", Kind.GROUP, minutes(20), "jonas", "ana");
        says("jonas", "Jonas Lind", null);
        for (int i = 0; i < 5; i++)
            client.message(team, "jonas", "the new bubble colours are in, have a look", minutes(25 - i), RECEIVED);
        var dmitri = talk("dmitri.volkov", "Дмитрий Волков", 55, Paintings.peak(new Color(0x55606F)));
        client.message(dmitri, "dmitri.volkov", "Поезд забронирован, вагон 7 🚆", minutes(55), RECEIVED);
        var ana = talk("ana", "Ana Lucía Reyes", 95, Paintings.sun(new Color(0xC2573A)));
        client.message(ana, "lea", "see you at eight then!", minutes(95), READ);
        var family = client.talk("خانواده — Family & friends of the balcony cat", Kind.GROUP, minutes(130), "dad");
        says("dad", "بابا", null);
        client.message(family, "dad", "گربه بالکن را پیدا کرد", minutes(130), READ);
        client.conversations.change(family, it -> it.unread(0));
        var tomas = talk("tomas", "Tomás Herrera", 60 * 26, null);
        var done = Transfers.State.DONE;
        client.file(tomas, "lea", "handbook-final-v3.pdf", 4_200_000, done, 4_200_000, minutes(60 * 26), DELIVERED);
        var kenji = talk("kenji", "渡辺 健二", 60 * 50, Paintings.peak(new Color(0x8A4B7D)));
        client.message(kenji, "kenji", "ありがとうございます 🙏", minutes(60 * 50), RECEIVED);
        client.conversations.change(kenji, it -> it.unread(0));
        var crew = client.talk("Release crew", Kind.GROUP, minutes(60 * 52), "kim");
        client.message(crew, "kim", "It is green on all three systems", minutes(60 * 52), READ);
        client.conversations.change(crew, it -> it.unread(0));
        talk("sofia", "Sofia Lindqvist", 60 * 24 * 40, Paintings.leaf(new Color(0x7A6A2F)));
        client.asks("noor");
    }

    private void chats(ConversationId mira) throws Exception {
        client.message(mira, "mira", "Good morning! Did you find the way down to the boats?", minutes(64), RECEIVED);
        client.message(
                mira,
                "lea",
                "I did. I read your draft on the train, too: the second chapter is the strongest, and I would move the"
                        + " map to the front.",
                minutes(58),
                READ);
        Files.write(folder.resolve("lake.jpg"), Paintings.lake(1280, 760));
        file(mira, "mira", "lake.jpg", 840_000, Transfers.State.DONE, 50, RECEIVED);
        var photo = client.message(mira, "mira", "The lake on Saturday 🌄", minutes(50), RECEIVED);
        client.hear(talks -> talks.react(photo.id(), FakeClient.address("lea"), true, "😍", true));
        var when =
                client.message(
                        mira, "mira", "سلام! شنبه ساعت ۹ کنار دریاچه می‌بینمت؟ اسکله شماره ۳", minutes(41), RECEIVED);
        var yes = client.message(mira, "lea", "Yes! I bring the *soup* and `lake-photos.zip`", minutes(33), READ);
        client.conversations.answer(yes.id(), when.id());
        file(mira, "lea", "lake-photos.zip", 248_000_000, Transfers.State.RUNNING, 30, READ);
        file(mira, "mira", "Timetable of the boats.pdf", 1_400_000, Transfers.State.OFFERED, 12, RECEIVED);
        client.message(mira, "mira", "And this is when they leave.", minutes(9), RECEIVED);
        client.conversations.change(mira, it -> it.unread(0));
    }

    private void file(
            ConversationId talk,
            String who,
            String name,
            long size,
            Transfers.State state,
            int ago,
            Message.State how) {
        var bytes = state == Transfers.State.OFFERED ? 0 : state == Transfers.State.DONE ? size : size * 5 / 8;
        client.file(talk, who, name, size, state, bytes, minutes(ago), how);
    }

    private ConversationId talk(String who, String name, int ago, byte @Nullable [] face) {
        says(who, name, face);
        return client.talk(who + "@relay.example", Kind.DIRECT, minutes(ago), who);
    }

    private void says(String who, String name, byte @Nullable [] face) {
        var picture = face == null ? Bytes.EMPTY : Bytes.of(face);
        client.profiles.says(who, new Profile(FakeClient.key(who), name, "", picture, Optional.empty(), false));
    }

    private void online(String who) {
        var there = Event.PresenceChanged.Presence.ONLINE;
        client.ear.happened(new Event.PresenceChanged(FakeClient.address(who), FakeClient.key(who), there, ""));
    }

    private static Instant minutes(int ago) {
        return Instant.now().minus(Duration.ofMinutes(ago));
    }
}
