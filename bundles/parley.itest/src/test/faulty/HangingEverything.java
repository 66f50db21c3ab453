package example.desktop.clocks;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import parley.client.api.Message;
import parley.desktop.api.ChannelInfo;
import parley.desktop.api.FinderSource;
import parley.desktop.api.MenuContribution;
import parley.desktop.api.MenuInfo;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.PreferencePageInfo;
import parley.desktop.api.ThemeInfo;

import java.util.concurrent.CountDownLatch;

/** Waits for ever while it is made. */
@Component(
        service = {
            FinderSource.class,
            MenuContribution.class,
            NotificationChannel.class,
            Palette.class,
            PreferencePage.class
        })
@ChannelInfo(id = "example.desktop.clocks.HangingEverything", label = "HangingEverything")
@MenuInfo(label = "HangingEverything", of = Message.class)
@PreferencePageInfo(id = "example.desktop.clocks.HangingEverything", title = "HangingEverything")
@ThemeInfo(id = "example.desktop.clocks.HangingEverything", label = "HangingEverything")
public final class HangingEverything extends Everything {

    @Activate
    public HangingEverything() {
        System.setProperty("example.desktop.clocks.HangingEverything", "made"); // so that a test sees it
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
