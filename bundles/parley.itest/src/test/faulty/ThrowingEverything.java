package example.desktop.clocks;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import parley.client.api.Message;
import parley.desktop.api.ChannelInfo;
import parley.desktop.api.FinderEntry;
import parley.desktop.api.FinderSource;
import parley.desktop.api.MenuContribution;
import parley.desktop.api.MenuInfo;
import parley.desktop.api.Notification;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;
import parley.desktop.api.control.Sheet;

import java.util.List;

/** The same, which fails while it is made. */
@Component
@ChannelInfo(id = "example.desktop.clocks.ThrowingEverything", label = "ThrowingEverything")
@MenuInfo(label = "ThrowingEverything", of = Message.class)
@PreferencePageInfo(id = "example.desktop.clocks.ThrowingEverything", title = "ThrowingEverything")
@ThemeInfo(id = "example.desktop.clocks.ThrowingEverything", label = "ThrowingEverything")
public final class ThrowingEverything
        implements FinderSource, MenuContribution<Message>, NotificationChannel, Palette, PreferencePage {

    @Activate
    public ThrowingEverything() {
        System.setProperty("example.desktop.clocks.ThrowingEverything", "made"); // so that a test sees it
        throw new IllegalStateException("no clock ticks");
    }

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
