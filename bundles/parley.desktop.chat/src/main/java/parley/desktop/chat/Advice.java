package parley.desktop.chat;

import parley.client.api.Conversations.Conversation;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.util.List;

/** What stands between the messages and the composer: why they do not go out, and what helps. For the UI thread. */
final class Advice {

    private static final Phrases T = Phrases.of(Advice.class);

    private final Banner banner;
    private final Desk desk;
    private final Writing writing;
    private final Runnable details;

    /**
     * @param details leads to what there is to know of the conversation
     */
    Advice(Banner banner, Desk desk, Writing writing, Runnable details) {
        this.banner = banner;
        this.desk = desk;
        this.writing = writing;
        this.details = details;
    }

    /** Whether nobody writes in {@code open}, or not before the person has decided something: it stands there. */
    boolean decides(Conversation open) {
        var scene = desk.scene();
        return Doubt.in(scene, open).isPresent() || Estranged.in(scene, open).isPresent() || scene.onlyReads(open);
    }

    /** Says what there is to say of {@code open}, the most urgent thing alone. */
    void give(Conversation open) {
        var scene = desk.scene();
        var doubted = Doubt.in(scene, open);
        var trouble = writing.trouble();
        var estranged = Estranged.in(scene, open);
        if (doubted.isPresent()) Doubt.ask(banner, desk, doubted.get(), details);
        else if (trouble.isPresent()) banner.trouble(trouble.get(), writing::dismiss);
        else if (estranged.isPresent()) Estranged.ask(banner, desk, estranged.get());
        else if (open.stopped().isPresent()) stopped(open, open.stopped().get());
        else if (scene.onlyReads(open)) banner.quiet(T.get("banner.admins"), "", null);
        else if (scene.check(open.id()).isPresent()) check(open);
        else if (scene.waitsForSuite(open)) waits(open);
        else banner.hide();
    }

    private void stopped(Conversation open, String why) {
        if (open.resumable()) banner.show(why, T.get("banner.resume"), () -> desk.resume(open.id()));
        else banner.show(why, "", null);
    }

    private void check(Conversation open) {
        var compare = new Banner.Choice("banner.do", T.get("banner.show"), Rank.MAIN, details);
        banner.ask(Verifying.sentence(desk.scene().check(open.id()).orElseThrow(), name(open)), List.of(compare));
    }

    private void waits(Conversation open) {
        var cipher = SuiteWords.of(open.suite()).called();
        var way = desk.ciphers().changes() ? (Runnable) () -> desk.open(new Selected.Protection(open.id())) : null;
        banner.quiet(T.get("banner.waits", "cipher", cipher), T.get("banner.helps"), way);
    }

    private String name(Conversation open) {
        var scene = desk.scene();
        return scene.contact(open).map(it -> scene.titles().within(it)).orElseGet(() -> scene.titles().of(open));
    }
}
