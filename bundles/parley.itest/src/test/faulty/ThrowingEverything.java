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

/** Fails while it is made. */
@Component(
        service = {
            FinderSource.class,
            MenuContribution.class,
            NotificationChannel.class,
            Palette.class,
            PreferencePage.class
        })
@ChannelInfo(id = "example.desktop.clocks.ThrowingEverything", label = "ThrowingEverything")
@MenuInfo(label = "ThrowingEverything", of = Message.class)
@PreferencePageInfo(id = "example.desktop.clocks.ThrowingEverything", title = "ThrowingEverything")
@ThemeInfo(id = "example.desktop.clocks.ThrowingEverything", label = "ThrowingEverything")
public final class ThrowingEverything extends Everything {

    @Activate
    public ThrowingEverything() {
        System.setProperty("example.desktop.clocks.ThrowingEverything", "made"); // so that a test sees it
        throw new IllegalStateException("no clock ticks");
    }
}
