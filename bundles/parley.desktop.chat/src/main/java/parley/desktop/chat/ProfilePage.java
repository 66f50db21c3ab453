package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Profiles;
import parley.client.api.Profiles.Profile;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.Pixels;
import parley.desktop.chat.paint.Icons;

import java.util.function.Consumer;

/** What one says of oneself: name, words, picture. */
final class ProfilePage {

    private static final Phrases T = Phrases.of(ProfilePage.class);

    private final MiddlePage page;
    private final Desk desk;
    private final PersonCard card;
    private final PushRow pictures;
    private final Field name;
    private final Field bio;
    private final PresenceRows presence;
    private final Label done;
    private @Nullable Profile profile;
    private boolean busy;

    ProfilePage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "profile", "profile.back", T.get("middle.back"), this::back);
        page.title(T.get("profile.title"));
        card = new PersonCard(page.body(), theme, "profile.card");
        Proofs.wide(card);
        pictures = page.row();
        page.label(TextStyle.STRONG, Token.TEXT).setText(T.get("profile.called"));
        name = field(theme, "profile.name", T.get("profile.called.hint"), false, Profiles.MAX_NAME);
        page.label(TextStyle.STRONG, Token.TEXT).setText(T.get("profile.about"));
        bio = field(theme, "profile.bio", T.get("profile.about.hint"), true, Profiles.MAX_BIO);
        presence = new PresenceRows(page, desk, theme, this::typed, this::failed);
        Texts.say(page.label(TextStyle.SMALL, Token.MUTED), T.get("profile.seen"));
        done = page.label(TextStyle.BODY, Token.GOOD);
    }

    private Field field(Theme theme, String id, String hint, boolean many, int limit) {
        var field = new Field(page.body(), theme, Token.BACKGROUND, id, hint, many, limit);
        Proofs.wide(field);
        field.text().addListener(SWT.Modify, _ -> typed());
        return field;
    }

    Composite control() {
        return page.control();
    }

    /** Shows it, read anew; what was typed and not kept yet stays. */
    void show() {
        desk.people().profiles(Profiles::own, this::read, this::failed);
        presence.show();
        paint();
    }

    private void read(Profile found) {
        if (page.control().isDisposed()) return;
        var before = profile;
        profile = found;
        if (before == null || text(name).equals(before.name())) set(name, found.name());
        if (before == null || text(bio).equals(before.bio())) set(bio, found.bio());
        paint();
    }

    private static void set(Field field, String text) {
        if (!text(field).equals(text)) field.text().setText(text); // that is no typing, and keeps the caret
    }

    private static String text(Field field) {
        return field.text().getText();
    }

    private void paint() {
        var me = desk.scene().account();
        var address = me.map(account -> account.address().toString()).orElse("");
        var title = me.map(account -> desk.scene().titles().of(account.address(), account.key())).orElse("");
        var key = me.map(account -> Names.key(account.key())).orElse("");
        card.show(new PersonCard.Face(key, title, address, address, Icons.INFO, Token.MUTED, ""));
        page.clear();
        var shown = profile;
        if (shown != null) {
            pictures.push("profile.picture", T.get("profile.choose"), Rank.PLAIN, this::choose);
            if (shown.picture().length() > 0)
                pictures.push(
                        "profile.picture.none",
                        T.get("profile.remove"),
                        Rank.PLAIN,
                        () -> does(Profiles::noPicture, ""));
            var save = page.push("profile.save", T.get("profile.keep"), Rank.MAIN, this::save);
            page.push("profile.link", T.get("profile.copy"), Rank.PLAIN, this::link);
            page.enable(!busy);
            if (!busy) save.setEnabled(changed(shown));
        }
        page.layout();
    }

    private boolean changed(Profile shown) {
        return !text(name).strip().equals(shown.name()) || !text(bio).strip().equals(shown.bio()) || presence.changed();
    }

    private void typed() {
        Texts.sayOrHide(done, "");
        var shown = profile;
        page.control()
                .getDisplay()
                .asyncExec(() -> {
                    if (shown != null && shown == profile && !page.control().isDisposed()) paint();
                });
    }

    private void save() {
        var shown = profile;
        if (shown == null) return;
        if (!presence.changed()) {
            save(shown);
            return;
        }
        busy = true;
        page.problem("");
        page.enable(false);
        presence.save(() -> {
            if (!page.control().isDisposed()) save(shown);
        });
    }

    private void save(Profile shown) {
        var called = text(name).strip();
        var about = text(bio).strip();
        does(
                profiles -> {
                    if (!called.equals(shown.name())) profiles.name(called);
                    return about.equals(shown.bio()) ? profiles.own() : profiles.bio(about);
                },
                T.get("profile.kept"));
    }

    private void choose() {
        desk.people().picture(page.control(), this::begin, this::part, this::failed);
    }

    private void part(Pixels pixels) {
        if (page.control().isDisposed()) return;
        busy = false;
        paint();
        desk.part(
                pixels,
                new Selected.Profile(),
                part -> does(profiles -> profiles.picture(PictureFile.exact(pixels, part)), T.get("profile.pictured")));
    }

    private void link() {
        desk.scene()
                .account()
                .ifPresent(me -> {
                    Words.copy(page.control().getDisplay(), desk.scene().link(me.address(), me.key()));
                    Texts.sayOrHide(done, T.get("profile.copied"));
                    page.layout();
                });
    }

    private void begin() {
        busy = true;
        page.problem("");
        page.enable(false);
    }

    private void does(PeopleDesk.OfProfiles<Profile> change, String said) {
        begin();
        Consumer<Profile> kept =
                now -> {
                    if (page.control().isDisposed()) return;
                    busy = false;
                    desk.me();
                    profile = now;
                    set(name, now.name());
                    set(bio, now.bio());
                    Texts.sayOrHide(done, said);
                    paint();
                };
        desk.people().profiles(change, kept, this::failed);
    }

    private void back() {
        profile = null; // what was typed and not kept is gone
        presence.forget();
        Texts.sayOrHide(done, "");
        page.problem("");
        desk.open(new Selected.Nothing());
    }

    private void failed(String sentence) {
        if (page.control().isDisposed()) return;
        busy = false;
        Texts.sayOrHide(done, "");
        paint();
        page.problem(Texts.sentence(sentence));
        page.layout();
    }
}
