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
import java.util.concurrent.CountDownLatch;

/** One of each kind that the window takes in besides views, commands and lines; it waits for ever while it is made. */
@Component
@ChannelInfo(id = "example.desktop.clocks.HangingEverything", label = "HangingEverything")
@MenuInfo(label = "HangingEverything", of = Message.class)
@PreferencePageInfo(id = "example.desktop.clocks.HangingEverything", title = "HangingEverything")
@ThemeInfo(id = "example.desktop.clocks.HangingEverything", label = "HangingEverything")
public final class HangingEverything
        implements FinderSource, MenuContribution<Message>, NotificationChannel, Palette, PreferencePage {

    @Activate
    public HangingEverything() {
        System.setProperty("example.desktop.clocks.HangingEverything", "made"); // so that a test sees it
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
