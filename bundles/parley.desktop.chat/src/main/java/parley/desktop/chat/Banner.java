package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A sentence between the messages and the composer, with buttons if something can be done about it. */
final class Banner {

    private static final Phrases T = Phrases.of(Banner.class);

    /** One thing that can be done about it. */
    record Choice(String id, String name, Rank rank, Runnable chosen) {}

    private final Composite bar;
    private final Theme theme;
    private final Label label;
    private final Composite buttons;
    private final GridLayout layout = new GridLayout();
    private List<TextPush> pushes = List.of();
    private Token ink = Token.TEXT;
    private String text = "";

    Banner(Composite parent, Theme theme) {
        this.theme = theme;
        bar = new Composite(parent, SWT.NONE);
        bar.setData("test.id", "banner");
        layout.marginWidth = 20;
        layout.marginHeight = 8;
        layout.horizontalSpacing = 12;
        bar.setLayout(layout);
        theme.follow(bar, () -> bar.setBackground(theme.color(Token.RAISED)));
        label = Texts.label(bar, theme, TextStyle.SMALL, Token.TEXT, Token.RAISED, "");
        theme.follow(label, () -> label.setForeground(theme.color(ink)));
        GridDataFactory.fillDefaults()
                .grab(true, false)
                .align(SWT.FILL, SWT.CENTER)
                .hint(1, SWT.DEFAULT)
                .applyTo(label);
        buttons = new Composite(bar, SWT.NONE);
        theme.follow(buttons, () -> buttons.setBackground(theme.color(Token.RAISED)));
        var row = new RowLayout();
        row.spacing = 10;
        row.marginLeft = 0;
        row.marginTop = 0;
        row.marginRight = 0;
        row.marginBottom = 0;
        buttons.setLayout(row);
        GridDataFactory.fillDefaults().align(SWT.FILL, SWT.CENTER).applyTo(buttons);
    }

    Composite control() {
        return bar;
    }

    /** Shows {@code sentence}, with a button called {@code button} that runs {@code done} unless that is null. */
    void show(String sentence, String button, @Nullable Runnable done) {
        show(sentence, choices(button, Rank.MAIN, done), Token.TEXT);
    }

    /** As {@link #show}, of something that passes by itself: it does not call for anybody. */
    void quiet(String sentence, String button, @Nullable Runnable done) {
        show(sentence, choices(button, Rank.PLAIN, done), Token.MUTED);
    }

    private static List<Choice> choices(String name, Rank rank, @Nullable Runnable done) {
        return done == null ? List.of() : List.of(new Choice("banner.do", name, rank, done));
    }

    /** Says what did not work, with what can be done instead, and leaves it by {@code dismissed}. */
    void trouble(Trouble trouble, Runnable dismissed) {
        var choices = new ArrayList<>(trouble.ways());
        var rank = choices.isEmpty() ? Rank.MAIN : Rank.PLAIN;
        choices.add(new Choice("banner.do", T.get("banner.dismiss"), rank, dismissed));
        show(trouble.sentence(), choices, Token.TEXT);
    }

    /** Asks something; the harmless answer stands last. */
    void ask(String question, List<Choice> choices) {
        show(question, choices, Token.TEXT);
    }

    /** Gives the keyboard to the last button. */
    void focusLast() {
        if (!pushes.isEmpty()) pushes.getLast().setFocus();
    }

    private void show(String sentence, List<Choice> choices, Token color) {
        ink = color;
        label.setForeground(theme.color(ink));
        text = sentence;
        Texts.say(label, Texts.sentence(sentence));
        offer(choices);
        boolean several = choices.size() > 1; // they do not fit beside the sentence
        layout.numColumns = several ? 1 : 2;
        var place = (GridData) buttons.getLayoutData();
        place.exclude = choices.isEmpty();
        place.grabExcessHorizontalSpace = several;
        place.widthHint = several ? 1 : SWT.DEFAULT; // they wrap at the bar's width, not the bar at theirs
        buttons.setVisible(!choices.isEmpty());
        bar.layout(true, true);
    }

    /** Offers {@code choices}; buttons that are there already stay, with the keyboard and a click half done. */
    private void offer(List<Choice> choices) {
        boolean same =
                choices.size() == pushes.size()
                        && IntStream.range(0, choices.size()).allMatch(at -> is(pushes.get(at), choices.get(at)));
        if (!same) {
            pushes.forEach(TextPush::dispose);
            pushes = choices.stream().map(this::push).toList();
        }
        for (int at = 0; at < choices.size(); at++) pushes.get(at).pressed(choices.get(at).chosen());
    }

    private static boolean is(TextPush push, Choice choice) {
        return push.is(choice.id(), choice.name(), choice.rank());
    }

    private TextPush push(Choice choice) {
        return new TextPush(buttons, theme, Token.RAISED, choice.id(), choice.name(), choice.rank(), choice.chosen());
    }

    void hide() {
        text = "";
    }

    /** How high it wants to be at {@code width}; 0 while it says nothing. */
    int high(int width) {
        return text.isEmpty() ? 0 : bar.computeSize(width, SWT.DEFAULT).y;
    }
}
