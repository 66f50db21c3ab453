package example.desktop.clocks;

import org.eclipse.swt.graphics.RGB;

import parley.client.api.Message;
import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;
import parley.desktop.api.MenuContribution;
import parley.desktop.api.Notification;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;

import java.util.List;

/** One of each kind that the window takes in besides views, commands and lines: what it would do is nothing. */
abstract class Everything
        implements FinderSource, MenuContribution<Message>, NotificationChannel, Palette, PreferencePage {

    @Override
    public List<FinderEntry> entries() {
        return List.of();
    }

    @Override
    public void run(Message message) {}

    @Override
    public boolean ready() {
        return false;
    }

    @Override
    public void show(Notification notification) {}

    @Override
    public void withdraw(String key) {}

    @Override
    public RGB rgb(Token token) {
        return new RGB(0, 0, 0);
    }

    @Override
    public void fill(Sheet sheet) {}
}
